package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Creates clients of a control plane. */
final class Clients {

    private Clients() {}

    static KubernetesClient create(String server, String caCertificate, String token) {
        return builder(configuration(server, caCertificate, token).build()).build();
    }

    /** Creates a client that reports failed requests at once. */
    static KubernetesClient createWithoutRetries(String server, String caCertificate, String token) {
        return builder(configuration(server, caCertificate, token)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    private static KubernetesClientBuilder builder(Config configuration) {
        return new KubernetesClientBuilder()
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withConfig(configuration);
    }

    private static ConfigBuilder configuration(String server, String caCertificate, String token) {
        // An empty configuration ignores the user's kubeconfig and proxy settings.
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server)
                .withCaCertData(Base64.getEncoder().encodeToString(caCertificate.getBytes(StandardCharsets.US_ASCII)))
                .withOauthToken(token)
                .withNamespace("default");
    }
}
