package io.jenkins.plugins.deployworkload.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.Fabric8Config;
import io.jenkins.plugins.deployworkload.client.http.HttpClientFactory;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.RetryLimits;
import io.jenkins.plugins.deployworkload.client.http.RetryingSender;
import io.jenkins.plugins.deployworkload.client.watch.InitialEvents;
import io.jenkins.plugins.deployworkload.client.watch.RecordingEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Selector;
import io.jenkins.plugins.deployworkload.client.watch.SharedInformerFactory;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.faults.TcpProxy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests connections that stay open but no longer deliver data. A connection stays open without data, for example, when
 * a firewall drops its state of the connection.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class DeadConnectionTest {

    /** Timeout of one attempt of a request. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String namespace = "dead-connection-" + UUID.randomUUID();
    private final ControlPlane plane = SharedControlPlane.get();
    private final TcpProxy proxy = new TcpProxy(plane.server());
    private final ConnectionConfig config =
            new ConnectionConfig(proxy.server(), plane.caCertificate(), new TokenCredential(plane.adminToken()));
    private final Config settings = Fabric8Config.of(config);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(settings)
            .withHttpClientFactory(new HttpClientFactory(new ProxySetting.Direct()))
            .build();
    private final HttpClientPool watchPool = new HttpClientPool(this::newHttpClient);
    private final HttpClientPool requestPool = new HttpClientPool(
            RetryingSender.withoutRetries(client.getHttpClient(), settings),
            () -> RetryingSender.withoutRetries(newHttpClient(), settings),
            watchPool::suspectDead);
    private final ApiClient apiClient = new ApiClient(
            client,
            config,
            new RetryingSender(
                    requestPool, new RetryLimits(TIMEOUT, TIMEOUT.multipliedBy(10), Duration.ZERO), System::nanoTime));

    private HttpClient newHttpClient() {
        return new HttpClientFactory(new ProxySetting.Direct()).withoutToken(settings);
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
        watchPool.close();
        requestPool.close();
        client.close();
        proxy.close();
    }

    private String namespaceName() {
        return apiClient
                .send(ApiRequest.get("/api/v1/namespaces/" + namespace, Map.of()), Namespace.class)
                .join()
                .object()
                .getMetadata()
                .getName();
    }

    @Test
    void requestsMoveToANewConnection() {
        assertThat(namespaceName()).isEqualTo(namespace);
        proxy.freeze();
        assertThat(namespaceName()).isEqualTo(namespace);
        assertThat(namespaceName()).isEqualTo(namespace);
        assertThat(requestPool.size()).isOne();
    }

    @Test
    void watchesMoveToANewConnectionAfterARequestTimesOut() throws InterruptedException {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        SharedInformerFactory informers = new SharedInformerFactory(apiClient, watchPool, scheduler);
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
        informers.subscribe(
                ResourceType.of(ConfigMap.class),
                namespace,
                Selector.label("label"),
                "value",
                InitialEvents.LIST,
                handler);
        assertThat(handler.awaitList()).isEmpty();
        create("before");
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("before");
        proxy.freeze();
        create("after");
        assertThat(namespaceName()).isEqualTo(namespace);
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("after");
        assertThat(handler.errors).isEmpty();
        assertThat(watchPool.size()).isOne();
        informers.close();
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
