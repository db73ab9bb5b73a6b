package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A kubeconfig of a control plane.
 *
 * @param caCertificate PEM
 * @param tokens the tokens by user name
 * @param certificate the client certificate of the user {@code certificate}
 */
record Kubeconfig(String server, String caCertificate, Map<String, String> tokens, ClientCertificate certificate) {

    /** Parses the output of {@link #render}. */
    static Kubeconfig read(String yaml) {
        Config config = Serialization.unmarshal(yaml, Config.class);
        Cluster cluster = config.getClusters().get(0).getCluster();
        Map<String, String> tokens = new LinkedHashMap<>();
        ClientCertificate certificate = null;
        for (NamedAuthInfo named : config.getUsers()) {
            AuthInfo user = named.getUser();
            if (user.getToken() != null) {
                tokens.put(named.getName(), user.getToken());
            } else {
                certificate =
                        new ClientCertificate(decode(user.getClientCertificateData()), decode(user.getClientKeyData()));
            }
        }
        return new Kubeconfig(cluster.getServer(), decode(cluster.getCertificateAuthorityData()), tokens, certificate);
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private static String encode(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** Renders a kubeconfig with all users. Its current context uses the given user. */
    String render(String user) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: embedded
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                %s
                contexts:
                - name: embedded
                  context:
                    cluster: embedded
                    user: %s
                    namespace: default
                current-context: embedded
                """.formatted(server, encode(caCertificate), users(), user);
    }

    private String users() {
        return tokens.entrySet().stream()
                        .map(user -> "- name: " + user.getKey() + "\n  user:\n    token: " + user.getValue())
                        .collect(Collectors.joining("\n"))
                + "\n- name: " + Users.CERTIFICATE
                + "\n  user:\n    client-certificate-data: " + encode(certificate.certificate())
                + "\n    client-key-data: " + encode(certificate.key());
    }
}
