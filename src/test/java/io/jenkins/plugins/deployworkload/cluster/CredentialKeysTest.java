package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialKeysTest {

    /** Two such objects are equal if their IDs are equal, like the credentials of Jenkins. */
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
