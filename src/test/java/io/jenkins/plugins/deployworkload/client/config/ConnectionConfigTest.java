package io.jenkins.plugins.deployworkload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionConfigTest {

    private static final Credential TOKEN = new TokenCredential("secret-1");

    @Test
    void keyDependsOnServerCredentialAndProxy() {
        ConnectionConfig config = new ConnectionConfig("https://host:6443", null, TOKEN);
        assertThat(config.key())
                .matches("[0-9a-f]{64}")
                .isEqualTo(new ConnectionConfig("https://host:6443/", " ", new TokenCredential("secret-1\n")).key())
                .isEqualTo(config.withNamespace("shop").key())
                .isNotEqualTo(new ConnectionConfig("https://host:6444", null, TOKEN).key())
                .isNotEqualTo(new ConnectionConfig("https://host:6443", null, new TokenCredential("secret-2")).key())
                .isNotEqualTo(
                        new ConnectionConfig("https://host:6443", null, TOKEN, null, new ProxySetting.Direct()).key());
    }

    @Test
    void toStringOmitsTheSecret() {
        assertThat(new ConnectionConfig("https://host", null, TOKEN).toString())
                .contains("https://host")
                .doesNotContain("secret");
    }

    @Test
    void namespaceFallsBackToDefault() {
        assertThat(new ConnectionConfig("https://host", null, TOKEN).namespace())
                .isEqualTo("default");
        assertThat(new ConnectionConfig("https://host", null, TOKEN, " shop ", new ProxySetting.Direct()).namespace())
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:6443",
                "ftp://host",
                "https://user:pw@host",
                "https://host?x=1",
                "https://ho st",
                "http://host"
            })
    void refusesInvalidServerAddresses(String server) {
        assertThatThrownBy(() -> new ConnectionConfig(server, null, TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://")
                .hasMessageNotContaining("pw");
    }

    @Test
    void allowsPlainHttpOnlyForLoopback() {
        assertThat(new ConnectionConfig("http://127.0.0.1:8001", null, TOKEN).server())
                .isEqualTo("http://127.0.0.1:8001");
    }

    @Test
    void refusesInvalidCertificatesAndTokens() {
        assertThatThrownBy(() -> new ConnectionConfig("https://host", "not PEM", TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> new TokenCredential(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> new TokenCredential("secret\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
