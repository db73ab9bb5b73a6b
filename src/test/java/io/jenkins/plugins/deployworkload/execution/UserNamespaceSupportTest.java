package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which clusters count as having user namespaces. */
class UserNamespaceSupportTest {

    @ParameterizedTest
    @CsvSource({
        "1, 32, false",
        "1, 33, false",
        "1, 35+, false",
        "1, 36, true",
        "1, 36+, true",
        "1, 37, true",
        "1, 100, true",
        "0, 99, false",
        "2, 40, false",
        "1, '', false",
        "1, 3 6, false",
        "1, 99999999999, false",
        "'', '', false",
    })
    void dependsOnVersionOfApiServer(String major, String minor, boolean supported) {
        assertThat(UserNamespaceSupport.isSupported(major, minor)).isEqualTo(supported);
    }

    @Test
    @Tag("control-plane")
    void asksApiServer() {
        ControlPlane plane = SharedControlPlane.get();
        assertThat(new UserNamespaceSupport(new ConnectionConfig(
                                plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())))
                        .getAsBoolean())
                .isEqualTo(KubernetesVersion.minor() >= 36);
    }

    @Test
    void unknownVersionCountsAsUnsupported() {
        assertThat(new UserNamespaceSupport(new ConnectionConfig("https://127.0.0.1:1", null, new TokenCredential("t")))
                        .getAsBoolean())
                .isFalse();
    }
}
