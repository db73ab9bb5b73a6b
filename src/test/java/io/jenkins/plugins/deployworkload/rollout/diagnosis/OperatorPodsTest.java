package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.ProxiedConnection.isRequestFor;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.CustomKinds;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.ProxiedConnection;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.TestObjects;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that an operator creates for a custom resource. The tests are the operator. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class OperatorPodsTest {

    private static final String GROUP = "operator.deploy-workload.test";

    private static final String NOT_READY =
            "{observedGeneration: %d, conditions: [{type: Ready, status: 'False', reason: Creating, message: ''}]}";

    private static final String READY = "{observedGeneration: %d, conditions: [{type: Ready, status: 'True'}]}";

    private static final int ATTEMPTS_OF_A_REQUEST = 4;

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void installKind() {
        CustomKinds.install(
                SharedControlPlane.get().client(),
                Serialization.unmarshal("""
                    ---
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: databases.%1$s}
                    spec:
                      group: %1$s
                      scope: Namespaced
                      names: {kind: Database, plural: databases}
                      versions:
                        - name: v1
                          served: true
                          storage: true
                          subresources: {status: {}}
                          schema:
                            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    """.formatted(GROUP), CustomResourceDefinition.class));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static GenericKubernetesResource database(String name, int size) {
        return Serialization.unmarshal(
                "---\n{apiVersion: %s/v1, kind: Database, metadata: {name: %s}, spec: {size: %d}}"
                        .formatted(GROUP, name, size),
                GenericKubernetesResource.class);
    }

    private Resource<GenericKubernetesResource> live(String name) {
        GenericKubernetesResource database = database(name, 1);
        database.getMetadata().setNamespace(cluster.namespace);
        return cluster.admin().resource(database);
    }

    private void writeStatus(String status, int generation) {
        live("main")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of(
                                "status",
                                Serialization.unmarshal("---\n" + status.formatted(generation), Object.class))));
    }

    /** Creates the object as the operator does, for the custom resource or for an object that it has created. */
    private void create(HasMetadata object, HasMetadata owner) {
        object.setMetadata(new ObjectMetaBuilder()
                .withName("data")
                .withLabels(Map.of("app", "database"))
                .withAnnotations(
                        object.getMetadata() == null
                                ? null
                                : object.getMetadata().getAnnotations())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build())
                .build());
        cluster.create(object);
    }

    private static PodTemplateSpec broken() {
        PodTemplateSpec template = podTemplate("nginx:1", "failure", "image-invalid");
        template.getMetadata().setLabels(Map.of("app", "database"));
        return template;
    }

    private static HasMetadata brokenPods(String kind) {
        Map<String, String> labels = Map.of("app", "database");
        return switch (kind) {
            case "Pod" ->
                new PodBuilder()
                        .withMetadata(broken().getMetadata())
                        .withSpec(broken().getSpec())
                        .build();
            case "StatefulSet" ->
                TestObjects.statefulSet(1, broken())
                        .editSpec()
                        .editSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .endSpec()
                        .build();
            default ->
                new DeploymentBuilder(TestObjects.deployment(1, broken()))
                        .editSpec()
                        .editSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .endSpec()
                        .build();
        };
    }

    private Rollout startAndAwaitCreation(GenericKubernetesResource database) throws InterruptedException {
        Rollout rollout = cluster.start(database);
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        return rollout;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pod", "StatefulSet", "Deployment"})
    void failingPodsOfTheOperatorFailTheDeploy(String kind) throws InterruptedException {
        Rollout rollout = startAndAwaitCreation(database("main", 1));
        create(brokenPods(kind), live("main").get());
        writeStatus(NOT_READY, 1);

        RolloutResult result = TestCluster.await(rollout);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Database main: ");
        assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
    }

    @Test
    void ownerIsReadAgainAfterATemporaryError() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(request ->
                    isRequestFor("GET", "data").test(request) && failures.incrementAndGet() <= ATTEMPTS_OF_A_REQUEST);
            Rollout rollout = proxied.start(RolloutOptions.defaults(), Duration.ofMinutes(1), database("main", 1));
            proxied.events.await(RolloutEvent.Waiting.class, event -> true);
            create(brokenPods("StatefulSet"), live("main").get());
            writeStatus(NOT_READY, 1);
            Pod pod = cluster.awaitPod(found -> true);
            for (int i = 0; !rollout.result().isDone(); i++) {
                cluster.annotate(pod, "{\"deploy-workload.test/event\":\"%d\"}".formatted(i));
            }

            RolloutResult result = TestCluster.await(rollout);

            assertThat(failures.get()).isGreaterThan(ATTEMPTS_OF_A_REQUEST);
            assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
        }
    }

    @Test
    void missingPermissionToReadOwnersIsReported() throws Exception {
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.forbid(1, isRequestFor("GET", "data"));
            Rollout rollout = proxied.start(RolloutOptions.defaults(), database("main", 1));
            proxied.events.await(RolloutEvent.Waiting.class, event -> true);
            create(brokenPods("StatefulSet"), live("main").get());
            writeStatus(NOT_READY, 1);

            proxied.events.await(
                    RolloutEvent.Warning.class,
                    event -> event.message().startsWith("Limited diagnostics: no permission to watch StatefulSet."));
            writeStatus(READY, 1);

            assertThat(TestCluster.await(rollout).outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    /** The operator may replace the older pods at any time. */
    @Test
    void olderPodsDoNotFailTheDeploy() throws InterruptedException {
        Rollout first = startAndAwaitCreation(database("main", 1));
        writeStatus(READY, 1);
        assertThat(TestCluster.await(first).outcome()).isEqualTo(Outcome.SUCCEEDED);
        create(brokenPods("Pod"), live("main").get());
        Pod old =
                cluster.awaitPod(pod -> !pod.getStatus().getContainerStatuses().isEmpty());
        awaitNextSecond(old);

        Rollout update = cluster.start(database("main", 2));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains("to observe the change"));
        writeStatus(NOT_READY, 2);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("not Ready"));
        writeStatus(READY, 2);

        assertThat(TestCluster.await(update).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Found.class)).isEmpty();
    }

    /** The times of the API server have whole seconds. */
    private void awaitNextSecond(Pod pod) {
        String created = pod.getMetadata().getCreationTimestamp();
        String now = created;
        for (int i = 0; now.equals(created); i++) {
            HasMetadata probe = TestCluster.configMap("probe-" + i);
            cluster.create(probe);
            now = cluster.admin().resource(probe).get().getMetadata().getCreationTimestamp();
        }
    }

    /** The existing pods are listed after the watch has begun, so that an event may arrive before the list. */
    @Test
    void listDoesNotReplaceWhatTheWatchHasReported() throws Exception {
        CountDownLatch listed = new CountDownLatch(1);
        CountDownLatch deleted = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            Rollout rollout = proxied.start(RolloutOptions.defaults(), database("main", 1));
            proxied.events.await(RolloutEvent.Waiting.class, event -> true);
            create(brokenPods("Pod"), live("main").get());
            Pod broken = cluster.awaitPod(
                    found -> !found.getStatus().getContainerStatuses().isEmpty());
            create(healthySet(), live("main").get());
            cluster.awaitPod(found -> found.getMetadata().getName().equals("data-0"));
            AtomicInteger lists = new AtomicInteger();
            proxied.proxy.rewrite(body -> {
                // The first list only tells the resourceVersion from which the watch begins.
                if (body.startsWith("{\"kind\":\"PodList\"") && lists.incrementAndGet() == 2) {
                    listed.countDown();
                    awaitQuietly(released);
                } else if (body.startsWith("{\"type\":\"DELETED\"")) {
                    deleted.countDown();
                }
                return body;
            });
            CountDownLatch readOfTheOwner = proxied.hold(isRequestFor("GET", "data"));

            writeStatus(NOT_READY, 1);
            listed.await();
            cluster.admin().resource(broken).withGracePeriod(0).delete();
            deleted.await();
            writeStatus(NOT_READY.replace("Creating", "Repairing"), 1);
            proxied.events.await(
                    RolloutEvent.Progress.class, event -> event.message().contains("Repairing"));
            released.countDown();
            // The engine reads the owner of the other pod in the list.
            proxied.proxy.awaitHeld();
            readOfTheOwner.countDown();
            writeStatus(READY, 1);

            RolloutResult result = TestCluster.await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    private static HasMetadata healthySet() {
        PodTemplateSpec template = podTemplate("nginx:1");
        template.getMetadata().setLabels(Map.of("app", "database"));
        return TestObjects.statefulSet(1, template)
                .editSpec()
                .editSelector()
                .withMatchLabels(Map.of("app", "database"))
                .endSelector()
                .endSpec()
                .build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void podsOfOtherOwnersDoNotMatter() throws InterruptedException {
        cluster.create(database("other", 1));
        create(brokenPods("StatefulSet"), live("other").get());
        cluster.awaitPod(pod -> !pod.getStatus().getContainerStatuses().isEmpty());
        Rollout rollout = startAndAwaitCreation(database("main", 1));
        writeStatus(NOT_READY, 1);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("not Ready"));
        writeStatus(READY, 1);

        assertThat(TestCluster.await(rollout).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Found.class)).isEmpty();
    }

    /** Without labels of a workload, the pods of a controller are found by its selector, in each wave. */
    @Test
    void failingPodsOfALaterWaveAreExplained() {
        HasMetadata first = TestObjects.job(podTemplate("migrate:1"));
        first.getMetadata().setAnnotations(Map.of("deploy-workload.jenkins.io/wave", "-1"));
        HasMetadata later = brokenPods("Deployment");
        later.setMetadata(new ObjectMetaBuilder().withName("later").build());

        RolloutResult result = cluster.run(first, later);

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
    }
}
