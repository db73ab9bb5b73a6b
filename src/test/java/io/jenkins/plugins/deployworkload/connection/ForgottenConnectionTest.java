package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.faults.Wire;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that carries nothing any more, and does not end, as behind a firewall that has forgotten it. */
@Tag("control-plane")
@Timeout(300)
class ForgottenConnectionTest {

    /** So long is waited on the dead connection; each of the tries after it may take as long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void requestsLeaveItForANewOne() {
        Route route = new Route.Direct();
        try (Wire wire = new Wire(plane.server())) {
            Config settings = ClientConfig.of(
                    new ConnectionConfig(wire.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())));
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(settings)
                    .withHttpClientFactory(new ClientFactory(route))
                    .build()) {
                Clients clients = new Clients(once(client.getHttpClient(), settings), () -> once(
                        new ClientFactory(route).newBuilder(settings).build(), settings));
                ApiRequests requests =
                        new ApiRequests(client, wire.server(), new Tries(clients, TIMEOUT, TIMEOUT.multipliedBy(10), System::nanoTime));
                assertThat(name(requests)).isEqualTo("default");
                wire.freeze();
                assertThat(name(requests)).isEqualTo("default");
                assertThat(name(requests)).isEqualTo("default");
                assertThat(clients.size()).isOne();
                clients.close();
            }
        }
    }

    private static HttpClient once(HttpClient client, Config settings) {
        return Tries.sendingOnce(client, settings);
    }

    private static String name(ApiRequests requests) {
        return requests.send(ApiRequest.get("/api/v1/namespaces/default", Map.of()), Namespace.class)
                .join()
                .object()
                .getMetadata()
                .getName();
    }
}
