package io.jenkins.plugins.deployworkload.execution.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyPemTest {

    private static final String KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nYQ==\n-----END OPENSSH PRIVATE KEY-----\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "-----BEGIN OPENSSH PRIVATE KEY-----\nYQ==\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\r\nYQ==\r\n-----END OPENSSH PRIVATE KEY-----\r\n",
            })
    void keyHasTheLineFeedsThatOpensshNeeds(String key) {
        assertThat(pem(key)).hasValue(KEY);
    }

    @Test
    void acceptsOtherTypesOfKeys() {
        assertThat(pem(KEY.replace("OPENSSH ", ""))).isPresent();
        assertThat(pem(KEY.replace("OPENSSH", "EC"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN OPENSSH PRIVATE KEY----- YQ== -----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nYQ==\n",
                "YQ==\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nYQ==\n-----END PUBLIC KEY-----\n",
            })
    void refusesABrokenKey(String key) {
        assertThat(pem(key)).isEmpty();
    }

    private static Optional<String> pem(String key) {
        return SshKeyPem.of(key.getBytes(StandardCharsets.ISO_8859_1))
                .map(pem -> new String(pem, StandardCharsets.ISO_8859_1));
    }
}
