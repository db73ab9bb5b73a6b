package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file with which kubectl and all other clients find a cluster.
 *
 * @param caCertificate PEM
 * @param tokens by the user's name
 */
record Kubeconfig(String server, String caCertificate, Map<String, String> tokens) {

    /** Reads what {@link #render} wrote. */
    static Kubeconfig read(String yaml) {
        Config config = Serialization.unmarshal(yaml, Config.class);
        Cluster cluster = config.getClusters().get(0).getCluster();
        Map<String, String> tokens = new LinkedHashMap<>();
        config.getUsers()
                .forEach(user -> tokens.put(user.getName(), user.getUser().getToken()));
        byte[] authority = Base64.getDecoder().decode(cluster.getCertificateAuthorityData());
        return new Kubeconfig(cluster.getServer(), new String(authority, StandardCharsets.US_ASCII), tokens);
    }

    /** For a user; the others can be chosen by name. */
    String render(String user) {
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
                %s
                contexts:
                - name: embedded
                  context:
                    cluster: embedded
                    user: %s
                    namespace: default
                current-context: embedded
                """.formatted(server, authority, users(), user);
    }

    private String users() {
        return tokens.entrySet().stream()
                .map(user -> "- name: " + user.getKey() + "\n  user:\n    token: " + user.getValue())
                .collect(Collectors.joining("\n"));
    }
}
