package io.jenkins.plugins.deployworkload.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure.Kind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.RecordingEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("control-plane")
@Timeout(300)
@Isolated("counts the threads of the Java process")
class ConnectionPoolTest {

    private static final ResourceType<ConfigMap> CONFIG_MAPS = ResourceType.of(ConfigMap.class);

    private final ControlPlane plane = SharedControlPlane.get();
    private final String namespace = "connections-" + UUID.randomUUID();
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private ScheduledThreadPoolExecutor scheduler;
    private ConnectionPool pool;

    @BeforeEach
    void open() {
        scheduler = new ScheduledThreadPoolExecutor(1);
        pool = new ConnectionPool(scheduler);
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void leavesNoConnectionsOrThreads() throws InterruptedException {
        assertThat(pool.size()).isZero();
        // Wait for the scheduled tasks and threads, which end shortly after close().
        for (Object task : scheduler.getQueue().toArray()) {
            while (!((Future<?>) task).isDone()) {
                Thread.yield();
            }
        }
        scheduler.shutdownNow();
        plane.client().namespaces().withName(namespace).delete();
        Set<Thread> newThreads = new HashSet<>(Thread.getAllStackTraces().keySet());
        newThreads.removeAll(threadsBefore);
        newThreads.removeIf(thread -> !thread.getName().startsWith("HttpClient-"));
        for (Thread thread : newThreads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    private ConfigMap configMap(String name, Set<String> labels) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels.stream().collect(Collectors.toMap(label -> label, label -> "value")))
                .endMetadata()
                .build();
    }

    @Test
    void closesTheConnectionWithItsLastLease() {
        Connection first = pool.open(config(plane.adminToken()));
        Connection second = pool.open(config(plane.adminToken()).withNamespace("other"));
        Connection third = second.share();
        assertThat(second.client()).isSameAs(first.client()).isSameAs(third.client());
        assertThat(second.namespace()).isEqualTo("other");
        assertThat(pool.size()).isOne();
        first.close();
        first.close();
        second.close();
        assertThat(pool.size()).isOne();
        assertThat(third.client().namespaces().withName("default").get()).isNotNull();
        third.close();
        assertThat(pool.size()).isZero();
        assertThat(third.client().getHttpClient().isClosed()).isTrue();
    }

    @Test
    void keepsAnIdleConnectionForReuseAndThenClosesIt() {
        ConnectionPool keepAlivePool = new ConnectionPool(scheduler, Duration.ofHours(1));
        Connection first = keepAlivePool.open(config(plane.adminToken()));
        first.close();
        Connection second = keepAlivePool.open(config(plane.adminToken()));
        assertThat(second.client()).isSameAs(first.client());
        runScheduledTasks();
        assertThat(keepAlivePool.size()).as("in use").isOne();
        assertThat(second.client().namespaces().withName("default").get()).isNotNull();
        second.close();
        assertThat(keepAlivePool.size()).as("idle").isOne();
        runScheduledTasks();
        assertThat(keepAlivePool.size()).isZero();
        assertThat(second.client().getHttpClient().isClosed()).isTrue();
    }

    /** Runs the scheduled tasks now, without waiting for their delay. */
    private void runScheduledTasks() {
        List.copyOf(scheduler.getQueue()).forEach(Runnable::run);
    }

    @Test
    void sendsMoreConcurrentRequestsThanAConnectionHasStreams() {
        try (Connection connection = pool.open(config(plane.adminToken()))) {
            ApiRequest request = ApiRequest.get("/api/v1/namespaces/" + namespace, Map.of());
            List<CompletableFuture<ApiResponse<Namespace>>> responses = IntStream.range(0, 1000)
                    .mapToObj(i -> connection.apiClient().send(request, Namespace.class))
                    .toList();
            assertThat(responses)
                    .allSatisfy(response -> assertThat(
                                    response.join().object().getMetadata().getName())
                            .isEqualTo(namespace));
        }
    }

    @Test
    void twoHundredWatchesUseNoPlatformThreads() throws InterruptedException {
        Set<String> labels = IntStream.range(0, 200).mapToObj(i -> "l" + i).collect(Collectors.toSet());
        try (Connection connection = pool.open(config(plane.adminToken()))) {
            connection.client().namespaces().withName(namespace).get();
            long before = platformThreads();
            List<RecordingEventHandler<ConfigMap>> handlers = new ArrayList<>();
            List<Subscription> subscriptions = new ArrayList<>();
            for (String label : labels) {
                RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
                handlers.add(handler);
                subscriptions.add(connection.subscribe(CONFIG_MAPS, namespace, label, "value", handler));
            }
            for (RecordingEventHandler<ConfigMap> handler : handlers) {
                assertThat(handler.awaitList()).isEmpty();
            }
            connection.client().resource(configMap("seen-by-all", labels)).create();
            for (RecordingEventHandler<ConfigMap> handler : handlers) {
                assertThat(RecordingEventHandler.next(handler.upserts)
                                .getMetadata()
                                .getName())
                        .isEqualTo("seen-by-all");
                assertThat(handler.errors).isEmpty();
            }
            long during = platformThreads();
            System.out.printf(
                    "Platform threads: %d before 200 watches, %d with them, on %d clients%n",
                    before, during, connection.watchClientCount());
            assertThat(connection.watchCount()).isEqualTo(200);
            assertThat(connection.watchClientCount()).isEqualTo(3);
            // Each HTTP client of the watches has one thread. The limit is higher, because the JVM may start unrelated
            // threads during the test.
            assertThat(during - before).isLessThan(20);
            subscriptions.forEach(Subscription::close);
            assertThat(connection.watchCount()).isZero();
        }
    }

    /**
     * Counts platform threads. The carrier threads of virtual threads are not counted, because their number varies and
     * depends on the number of processors.
     */
    private static long platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getClass().getName().equals("jdk.internal.misc.CarrierThread"))
                .count();
    }

    @Test
    void fiftyHandlersShareOneWatch() throws InterruptedException {
        try (Connection connection = pool.open(config(plane.adminToken()))) {
            List<RecordingEventHandler<ConfigMap>> handlers = new ArrayList<>();
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
                handlers.add(handler);
                subscriptions.add(connection.subscribe(CONFIG_MAPS, namespace, "shared", "value", handler));
            }
            for (RecordingEventHandler<ConfigMap> handler : handlers) {
                handler.awaitList();
            }
            assertThat(connection.watchCount()).isOne();
            connection.client().resource(configMap("one", Set.of("shared"))).create();
            for (RecordingEventHandler<ConfigMap> handler : handlers) {
                assertThat(RecordingEventHandler.next(handler.upserts)
                                .getMetadata()
                                .getName())
                        .isEqualTo("one");
            }
            connection
                    .client()
                    .configMaps()
                    .inNamespace(namespace)
                    .withName("one")
                    .delete();
            for (RecordingEventHandler<ConfigMap> handler : handlers) {
                RecordingEventHandler.next(handler.deletes);
            }
            subscriptions.subList(1, 50).forEach(Subscription::close);
            assertThat(connection.watchCount()).isOne();
            subscriptions.getFirst().close();
            assertThat(connection.watchCount()).isZero();
        }
    }

    @Test
    void watchDeliversNonAsciiText() throws InterruptedException {
        try (Connection connection = pool.open(config(plane.adminToken()))) {
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(CONFIG_MAPS, namespace, "korean", "value", handler);
            handler.awaitList();
            for (int i = 0; i < 20; i++) {
                ConfigMap configMap = configMap("korean-" + i, Set.of("korean"));
                configMap.getMetadata().setAnnotations(Map.of("description", "주문 화면 ".repeat(i * 100)));
                connection.client().resource(configMap).create();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(RecordingEventHandler.next(handler.upserts)
                                .getMetadata()
                                .getAnnotations())
                        .containsEntry("description", "주문 화면 ".repeat(i * 100));
            }
            assertThat(handler.errors).isEmpty();
        }
    }

    @Test
    void reportsMissingListPermission() throws InterruptedException {
        try (Connection connection = pool.open(config(plane.tokenFor("nobody")))) {
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(CONFIG_MAPS, namespace, "label", "value", handler);
            ConnectionFailure failure = RecordingEventHandler.next(handler.errors);
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.message()).contains("nobody").contains("configmaps");
        }
    }

    @Test
    void reportsMissingWatchPermission() throws InterruptedException {
        plane.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("lister")
                        .withNamespace(namespace)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("configmaps")
                        .withVerbs("list")
                        .endRule()
                        .build())
                .create();
        plane.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("lister")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "lister")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "nobody", null)
                        .build())
                .create();
        try (Connection connection = pool.open(config(plane.tokenFor("nobody")))) {
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            ConnectionFailure failure;
            connection.subscribe(CONFIG_MAPS, namespace, "label", "value", handler);
            do {
                // Skip the refusals of the list, which occur until the API server has loaded the Role. Then only the
                // watch is refused.
                failure = RecordingEventHandler.next(handler.errors);
            } while (failure.message().contains("cannot list"));
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.message())
                    .contains("User \"nobody\" cannot watch resource \"configmaps\"")
                    .endsWith(".");
        }
    }

    @Test
    void reportsWrongTokenAndUntrustedCertificate() throws InterruptedException {
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
        try (Connection connection = pool.open(config("wrong"))) {
            connection.subscribe(CONFIG_MAPS, namespace, "label", "value", handler);
            assertThat(RecordingEventHandler.next(handler.errors).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
        ConnectionConfig untrusted =
                new ConnectionConfig(plane.server(), null, new TokenCredential(plane.adminToken()));
        RecordingEventHandler<ConfigMap> otherHandler = new RecordingEventHandler<>();
        try (Connection connection = pool.open(untrusted)) {
            connection.subscribe(CONFIG_MAPS, namespace, "label", "value", otherHandler);
            ConnectionFailure failure = RecordingEventHandler.next(otherHandler.errors);
            assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED);
            assertThat(failure.message())
                    .contains(plane.server())
                    .contains("is not signed by a CA that Java trusts (no CA certificate is configured), or not valid");
            assertThat(connection.failure(new SSLHandshakeException("no")).message())
                    .isEqualTo(failure.message().replaceFirst("\\([^()]*\\)\\.$", "(no)."));
        }
        try (Connection connection = pool.open(config(plane.adminToken()))) {
            assertThat(connection.failure(new SSLHandshakeException("no")).message())
                    .endsWith("is not signed by the configured CA or not valid for this address (no).");
        }
    }

    @Test
    void readsTheKubeconfigOfTheControlPlane() throws KubeconfigException {
        ConnectionConfig config = KubeconfigReader.read(plane.kubeconfig());
        assertThat(config.key()).isEqualTo(config(plane.adminToken()).key());
    }
}
