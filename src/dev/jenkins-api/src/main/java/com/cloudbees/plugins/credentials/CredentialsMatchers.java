package com.cloudbees.plugins.credentials;

import io.jenkins.plugins.deployworkload.signatures.Signature;

public class CredentialsMatchers {
    private CredentialsMatchers() {}

    public static CredentialsMatcher always() {
        throw Signature.only();
    }

    public static CredentialsMatcher withId(String id) {
        throw Signature.only();
    }

    public static <C extends Credentials> C firstOrNull(Iterable<C> credentials, CredentialsMatcher matcher) {
        throw Signature.only();
    }
}
