package io.jenkins.plugins.deployworkload.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes clients of a plane. */
final class Clients {

    private Clients() {}

    static KubernetesClient create(String server, String caCertificate, String token) {
        return builder(configuration(server, caCertificate, token).build()).build();
    }

    /** A client that says at once when something does not answer, instead of trying again. */
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
        // Not from the environment: a kubeconfig of the user must not mix in, nor a proxy.
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server)
                .withCaCertData(Base64.getEncoder().encodeToString(caCertificate.getBytes(StandardCharsets.US_ASCII)))
                .withOauthToken(token)
                .withNamespace("default");
    }
}
