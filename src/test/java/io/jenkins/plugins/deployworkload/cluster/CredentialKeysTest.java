package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialKeysTest {

    /** Equal by its ID, as Jenkins' credentials are. */
    private record WithId(String id) {}

    @Test
    void twoFoldersWithOneIdStayApart() {
        WithId ofOneFolder = new WithId("deployer");
        WithId ofAnother = new WithId("deployer");
        assertThat(ofOneFolder).isEqualTo(ofAnother);
        assertThat(CredentialKeys.of(ofOneFolder)).isNotEqualTo(CredentialKeys.of(ofAnother));
    }

    @Test
    void aCredentialKeepsItsKey() {
        WithId credential = new WithId("deployer");
        assertThat(CredentialKeys.of(credential)).isEqualTo(CredentialKeys.of(credential));
    }
}
