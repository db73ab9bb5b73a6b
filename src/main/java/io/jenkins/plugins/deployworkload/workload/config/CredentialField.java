package io.jenkins.plugins.deployworkload.workload.config;

/** The fields of a credential with user name and password. */
public enum CredentialField {
    username,
    password
}
