package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.faults.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that carry nothing any more, and do not end, as behind a firewall that has forgotten them. */
@Tag("control-plane")
@Timeout(300)
class ForgottenConnectionTest {

    /** So long is waited on the dead connection; each of the tries after it may take as long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String namespace = "forgotten-" + UUID.randomUUID();
    private final ControlPlane plane = SharedControlPlane.get();
    private final Wire wire = new Wire(plane.server());
    private final ConnectionConfig config =
            new ConnectionConfig(wire.server(), plane.caCertificate(), new TokenCredential(plane.adminToken()));
    private final Config settings = ClientConfig.of(config);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(settings)
            .withHttpClientFactory(new ClientFactory(new Route.Direct()))
            .build();
    private final Clients watchClients = new Clients(this::another);
    private final Clients requestClients = new Clients(
            Tries.sendingOnce(client.getHttpClient(), settings),
            () -> Tries.sendingOnce(another(), settings),
            watchClients::doubt);
    private final ApiRequests requests = new ApiRequests(
            client, config, new Tries(requestClients, TIMEOUT, TIMEOUT.multipliedBy(10), System::nanoTime));

    private HttpClient another() {
        return new ClientFactory(new Route.Direct()).withoutToken(settings);
    }

    @BeforeEach
    void create() {
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        plane.client().namespaces().withName(namespace).delete();
        watchClients.close();
        requestClients.close();
        client.close();
        wire.close();
    }

    private String name() {
        return requests.send(ApiRequest.get("/api/v1/namespaces/" + namespace, Map.of()), Namespace.class)
                .join()
                .object()
                .getMetadata()
                .getName();
    }

    @Test
    void requestsLeaveThemForANewOne() {
        assertThat(name()).isEqualTo(namespace);
        wire.freeze();
        assertThat(name()).isEqualTo(namespace);
        assertThat(name()).isEqualTo(namespace);
        assertThat(requestClients.size()).isOne();
    }

    @Test
    void watchesLeaveThemWhenARequestWasNotAnswered() throws InterruptedException {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        SharedWatches watches = new SharedWatches(requests, watchClients, scheduler);
        Recorder<ConfigMap> recorder = new Recorder<>();
        watches.subscribe(
                ResourceType.of(ConfigMap.class),
                namespace,
                Selector.label("label"),
                "value",
                Beginning.LISTED,
                recorder);
        assertThat(recorder.awaitPresent()).isEmpty();
        create("before");
        assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("before");
        wire.freeze();
        create("meanwhile");
        assertThat(name()).isEqualTo(namespace);
        assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("meanwhile");
        assertThat(recorder.failures).isEmpty();
        assertThat(watchClients.size()).isOne();
        watches.close();
        scheduler.shutdownNow();
    }

    private void create(String name) {
        plane.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("label", "value")
                        .endMetadata()
                        .build())
                .create();
    }
}
