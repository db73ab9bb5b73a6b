package io.jenkins.plugins.deployworkload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigReaderTest {

    private static final String TEMPLATE = """
            apiVersion: v1
            kind: Config
            current-context: second
            contexts:
              - {name: first, context: {cluster: other, user: other}}
              - {name: second, context: {cluster: c, user: u, namespace: shop}}
            clusters:
              - {name: other, cluster: {server: https://other}}
              - name: c
                cluster:
                  server: https://host:6443
                  CLUSTER
            users:
              - name: other
                user: {exec: {command: run-me}}
              - name: u
                user:
                  USER
            """;

    private static String kubeconfig(String cluster, String user) {
        return TEMPLATE.replace("CLUSTER", cluster).replace("USER", user);
    }

    @Test
    void readsTheCurrentContext() throws KubeconfigException {
        ConnectionConfig config = KubeconfigReader.read(kubeconfig("", "token: secret"));
        assertThat(config.server()).isEqualTo("https://host:6443");
        assertThat(config.namespace()).isEqualTo("shop");
        assertThat(config.credential()).isEqualTo(new TokenCredential("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec: {command: secret} | users[1].user.exec",
                "auth-provider: {name: secret} | users[1].user.auth-provider",
                "tokenFile: /secret | users[1].user.tokenFile",
                "client-certificate: /secret | users[1].user.client-certificate",
                "client-key: /secret | users[1].user.client-key",
                "password: secret | users[1].user.password",
                "as: secret | users[1].user.as",
                "token: 'secret secret' | users[1].user",
                "client-key-data: '%%%secret' | users[1].user.client-key-data",
                "other: secret | users[1].user"
            })
    void refusesUnsupportedUserFields(String user, String path) {
        assertThatThrownBy(() -> KubeconfigReader.read(kubeconfig("", user)))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith(path)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insecure-skip-tls-verify: true | clusters[1].cluster.insecure-skip-tls-verify",
                "certificate-authority: /secret | clusters[1].cluster.certificate-authority",
                "proxy-url: http://secret | clusters[1].cluster.proxy-url",
                "tls-server-name: secret | clusters[1].cluster.tls-server-name",
                "certificate-authority-data: c2VjcmV0 | clusters[1].cluster"
            })
    void refusesUnsupportedClusterFields(String cluster, String path) {
        assertThatThrownBy(() -> KubeconfigReader.read(kubeconfig(cluster, "token: secret")))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith(path)
                .hasMessageNotContaining("secret");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        KubeconfigException thrown = catchThrowableOfType(
                KubeconfigException.class,
                () -> KubeconfigReader.read(
                        kubeconfig("insecure-skip-tls-verify: true", "{exec: {command: x}, tokenFile: /x}")));
        assertThat(thrown.problems()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "[1]",
                "a: [",
                "a: !!java.lang.ProcessBuilder [[x]]",
                "a: 1\na: 2",
                "kind: Config",
                "current-context: x",
                "current-context: x\ncontexts: [{name: x}]",
                "current-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]"
            })
    void refusesInvalidKubeconfigs(String yaml) {
        assertThatThrownBy(() -> KubeconfigReader.read(yaml)).isInstanceOf(KubeconfigException.class);
    }

    @Test
    void refusesTooLargeOrTooDeeplyNestedFiles() {
        assertThatThrownBy(() -> KubeconfigReader.read("a: " + "x".repeat(KubeconfigReader.MAX_CHARACTERS)))
                .isInstanceOf(KubeconfigException.class);
        assertThatThrownBy(() -> KubeconfigReader.read("[".repeat(500_000))).isInstanceOf(KubeconfigException.class);
    }
}
