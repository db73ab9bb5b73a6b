package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialKeysTest {

    /** An object that, like a Jenkins credential, equals every other object with the same ID. */
    private record WithId(String id) {}

    @Test
    void credentialsOfTwoFoldersWithTheSameIdHaveDifferentKeys() {
        WithId first = new WithId("deployer");
        WithId second = new WithId("deployer");
        assertThat(first).isEqualTo(second);
        assertThat(CredentialKeys.of(first)).isNotEqualTo(CredentialKeys.of(second));
    }

    @Test
    void credentialKeepsItsKey() {
        WithId credential = new WithId("deployer");
        assertThat(CredentialKeys.of(credential)).isEqualTo(CredentialKeys.of(credential));
    }
}
