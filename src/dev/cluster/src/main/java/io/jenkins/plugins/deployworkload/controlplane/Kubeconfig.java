package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Renders the file with which kubectl and all other clients find a cluster. */
final class Kubeconfig {

    private Kubeconfig() {}

    static String render(String server, String caCertificate, String user, String token) {
        String authority = Base64.getEncoder().encodeToString(caCertificate.getBytes(StandardCharsets.US_ASCII));
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: embedded
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    token: %s
                contexts:
                - name: embedded
                  context:
                    cluster: embedded
                    user: %s
                    namespace: default
                current-context: embedded
                """.formatted(server, authority, user, token, user);
    }
}
