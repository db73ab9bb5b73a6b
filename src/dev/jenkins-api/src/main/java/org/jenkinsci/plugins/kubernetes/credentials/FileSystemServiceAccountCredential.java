package org.jenkinsci.plugins.kubernetes.credentials;

import hudson.util.Secret;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

public class FileSystemServiceAccountCredential implements TokenProducer, StringCredentials {
    FileSystemServiceAccountCredential() {}

    @Override
    public native Secret getSecret();
}
