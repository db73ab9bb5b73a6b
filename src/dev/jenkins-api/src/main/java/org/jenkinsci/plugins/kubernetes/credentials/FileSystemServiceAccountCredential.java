package org.jenkinsci.plugins.kubernetes.credentials;

import org.jenkinsci.plugins.plaincredentials.StringCredentials;

public abstract class FileSystemServiceAccountCredential implements TokenProducer, StringCredentials {
    private FileSystemServiceAccountCredential() {}
}
