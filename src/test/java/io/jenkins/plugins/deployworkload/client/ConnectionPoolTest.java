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

@Tag("control-plane")
@Timeout(300)
class ConnectionPoolTest {

    private static final ResourceType<ConfigMap> MAPS = ResourceType.of(ConfigMap.class);

    private final ControlPlane plane = SharedControlPlane.get();
    private final String namespace = "connections-" + UUID.randomUUID();
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private ScheduledThreadPoolExecutor scheduler;
    private ConnectionPool connections;

    @BeforeEach
    void open() {
        scheduler = new ScheduledThreadPoolExecutor(1);
        connections = new ConnectionPool(scheduler);
        plane.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        assertThat(connections.size()).isZero();
        // Closing returns at once; what it leaves behind goes right after.
        for (Object task : scheduler.getQueue().toArray()) {
            while (!((Future<?>) task).isDone()) {
                Thread.yield();
            }
        }
        scheduler.shutdownNow();
        plane.client().namespaces().withName(namespace).delete();
        Set<Thread> mine = new HashSet<>(Thread.getAllStackTraces().keySet());
        mine.removeAll(threadsBefore);
        mine.removeIf(thread -> !thread.getName().startsWith("HttpClient-"));
        for (Thread thread : mine) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    private ConfigMap map(String name, Set<String> labels) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels.stream().collect(Collectors.toMap(label -> label, label -> "value")))
                .endMetadata()
                .build();
    }

    @Test
    void closesTheConnectionWithItsLastShare() {
        Connection first = connections.open(config(plane.adminToken()));
        Connection second = connections.open(config(plane.adminToken()).withNamespace("other"));
        Connection third = second.share();
        assertThat(second.client()).isSameAs(first.client()).isSameAs(third.client());
        assertThat(second.namespace()).isEqualTo("other");
        assertThat(connections.size()).isOne();
        first.close();
        first.close();
        second.close();
        assertThat(connections.size()).isOne();
        assertThat(third.client().namespaces().withName("default").get()).isNotNull();
        third.close();
        assertThat(connections.size()).isZero();
        assertThat(third.client().getHttpClient().isClosed()).isTrue();
    }

    @Test
    void keepsAnIdleConnectionForReuseAndThenClosesIt() {
        ConnectionPool sparing = new ConnectionPool(scheduler, Duration.ofHours(1));
        Connection first = sparing.open(config(plane.adminToken()));
        first.close();
        Connection second = sparing.open(config(plane.adminToken()));
        assertThat(second.client()).isSameAs(first.client());
        timeGoesBy();
        assertThat(sparing.size()).as("in use").isOne();
        assertThat(second.client().namespaces().withName("default").get()).isNotNull();
        second.close();
        assertThat(sparing.size()).as("spare").isOne();
        timeGoesBy();
        assertThat(sparing.size()).isZero();
        assertThat(second.client().getHttpClient().isClosed()).isTrue();
    }

    /** All that is to be done later is done now. */
    private void timeGoesBy() {
        List.copyOf(scheduler.getQueue()).forEach(Runnable::run);
    }

    @Test
    void answersMoreConcurrentRequestsThanAConnectionHasStreams() {
        try (Connection connection = connections.open(config(plane.adminToken()))) {
            ApiRequest request = ApiRequest.get("/api/v1/namespaces/" + namespace, Map.of());
            List<CompletableFuture<ApiResponse<Namespace>>> answers = IntStream.range(0, 1000)
                    .mapToObj(i -> connection.apiClient().send(request, Namespace.class))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(
                                    answer.join().object().getMetadata().getName())
                            .isEqualTo(namespace));
        }
    }

    @Test
    void twoHundredWatchesUseNoPlatformThreads() throws InterruptedException {
        Set<String> labels = IntStream.range(0, 200).mapToObj(i -> "l" + i).collect(Collectors.toSet());
        try (Connection connection = connections.open(config(plane.adminToken()))) {
            connection.client().namespaces().withName(namespace).get();
            long before = threads();
            List<RecordingEventHandler<ConfigMap>> recorders = new ArrayList<>();
            List<Subscription> subscriptions = new ArrayList<>();
            for (String label : labels) {
                RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
                recorders.add(recorder);
                subscriptions.add(connection.subscribe(MAPS, namespace, label, "value", recorder));
            }
            for (RecordingEventHandler<ConfigMap> recorder : recorders) {
                assertThat(recorder.awaitList()).isEmpty();
            }
            connection.client().resource(map("seen-by-all", labels)).create();
            for (RecordingEventHandler<ConfigMap> recorder : recorders) {
                assertThat(RecordingEventHandler.next(recorder.upserts)
                                .getMetadata()
                                .getName())
                        .isEqualTo("seen-by-all");
                assertThat(recorder.errors).isEmpty();
            }
            long with = threads();
            System.out.printf(
                    "Platform threads: %d before 200 watches, %d with them, on %d clients%n",
                    before, with, connection.watchClientCount());
            assertThat(connection.watchCount()).isEqualTo(200);
            assertThat(connection.watchClientCount()).isEqualTo(3);
            // One thread a watch client, and what Java itself may add meanwhile.
            assertThat(with - before).isLessThan(20);
            subscriptions.forEach(Subscription::close);
            assertThat(connection.watchCount()).isZero();
        }
    }

    /** Without those that carry virtual threads: they are as many as the machine has processors, and a few more at times. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getClass().getName().equals("jdk.internal.misc.CarrierThread"))
                .count();
    }

    @Test
    void fiftySubscribersShareOneWatch() throws InterruptedException {
        try (Connection connection = connections.open(config(plane.adminToken()))) {
            List<RecordingEventHandler<ConfigMap>> recorders = new ArrayList<>();
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
                recorders.add(recorder);
                subscriptions.add(connection.subscribe(MAPS, namespace, "shared", "value", recorder));
            }
            for (RecordingEventHandler<ConfigMap> recorder : recorders) {
                recorder.awaitList();
            }
            assertThat(connection.watchCount()).isOne();
            connection.client().resource(map("one", Set.of("shared"))).create();
            for (RecordingEventHandler<ConfigMap> recorder : recorders) {
                assertThat(RecordingEventHandler.next(recorder.upserts)
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
            for (RecordingEventHandler<ConfigMap> recorder : recorders) {
                RecordingEventHandler.next(recorder.deletes);
            }
            subscriptions.subList(1, 50).forEach(Subscription::close);
            assertThat(connection.watchCount()).isOne();
            subscriptions.getFirst().close();
            assertThat(connection.watchCount()).isZero();
        }
    }

    @Test
    void watchDeliversNonAsciiText() throws InterruptedException {
        try (Connection connection = connections.open(config(plane.adminToken()))) {
            RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
            connection.subscribe(MAPS, namespace, "korean", "value", recorder);
            recorder.awaitList();
            for (int i = 0; i < 20; i++) {
                ConfigMap map = map("korean-" + i, Set.of("korean"));
                map.getMetadata().setAnnotations(Map.of("description", "주문 화면 ".repeat(i * 100)));
                connection.client().resource(map).create();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(RecordingEventHandler.next(recorder.upserts)
                                .getMetadata()
                                .getAnnotations())
                        .containsEntry("description", "주문 화면 ".repeat(i * 100));
            }
            assertThat(recorder.errors).isEmpty();
        }
    }

    @Test
    void reportsMissingListPermission() throws InterruptedException {
        try (Connection connection = connections.open(config(plane.tokenFor("nobody")))) {
            RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
            connection.subscribe(MAPS, namespace, "label", "value", recorder);
            ConnectionFailure failure = RecordingEventHandler.next(recorder.errors);
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.message()).contains("nobody").contains("configmaps");
        }
    }

    @Test
    void reportsMissingWatchPermission() throws InterruptedException {
        plane.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("lists")
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
                        .withName("lists")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "lists")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "nobody", null)
                        .build())
                .create();
        try (Connection connection = connections.open(config(plane.tokenFor("nobody")))) {
            RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
            ConnectionFailure failure;
            connection.subscribe(MAPS, namespace, "label", "value", recorder);
            do {
                // The API server takes a moment to know a role, and what it refuses until then is the list.
                failure = RecordingEventHandler.next(recorder.errors);
            } while (failure.message().contains("cannot list"));
            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.message())
                    .contains("User \"nobody\" cannot watch resource \"configmaps\"")
                    .endsWith(".");
        }
    }

    @Test
    void reportsWrongTokenAndUntrustedCertificate() throws InterruptedException {
        RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
        try (Connection connection = connections.open(config("wrong"))) {
            connection.subscribe(MAPS, namespace, "label", "value", recorder);
            assertThat(RecordingEventHandler.next(recorder.errors).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        }
        ConnectionConfig untrusted =
                new ConnectionConfig(plane.server(), null, new TokenCredential(plane.adminToken()));
        RecordingEventHandler<ConfigMap> other = new RecordingEventHandler<>();
        try (Connection connection = connections.open(untrusted)) {
            connection.subscribe(MAPS, namespace, "label", "value", other);
            ConnectionFailure failure = RecordingEventHandler.next(other.errors);
            assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED);
            assertThat(failure.message())
                    .contains(plane.server())
                    .contains("is from no authority that Java trusts (no CA certificate is configured), or is not for");
            assertThat(connection.failure(new SSLHandshakeException("no")).message())
                    .isEqualTo(failure.message().replaceFirst("\\([^()]*\\)\\.$", "(no)."));
        }
        try (Connection connection = connections.open(config(plane.adminToken()))) {
            assertThat(connection.failure(new SSLHandshakeException("no")).message())
                    .endsWith("is not from the configured authority or not for this address (no).");
        }
    }

    @Test
    void readsTheKubeconfigOfTheControlPlane() throws KubeconfigException {
        ConnectionConfig config = KubeconfigReader.read(plane.kubeconfig());
        assertThat(config.key()).isEqualTo(config(plane.adminToken()).key());
    }
}
