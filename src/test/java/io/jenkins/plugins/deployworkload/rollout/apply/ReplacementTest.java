package io.jenkins.plugins.deployworkload.rollout.apply;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.DEFAULT_TIMEOUT;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.UNTIL_EXPIRED;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.TestObjects;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests that no object is missing after a replacement, and that an object that is being deleted is never reported as
 * applied.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ReplacementTest {

    private static final RolloutOptions REPLACE = RolloutOptions.defaults().withReplace(true);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static void assertSucceeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private <T extends HasMetadata> T live(Class<T> type) {
        return cluster.admin()
                .resources(type)
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /** Adds a finalizer of another client, which delays the deletion of the object. */
    private void holdDeletion(Class<? extends HasMetadata> type) {
        setFinalizers(type, List.of("test/hold"));
    }

    private void releaseDeletion(Class<? extends HasMetadata> type) {
        setFinalizers(type, List.of());
    }

    /**
     * The patch has no resourceVersion, because the object's controller can write at the same time and cause a
     * conflict.
     */
    private void setFinalizers(Class<? extends HasMetadata> type, List<String> setFinalizers) {
        String list = setFinalizers.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
        cluster.admin()
                .resources(type)
                .inNamespace(cluster.namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":[" + list + "]}}");
    }

    private static Service headless() {
        return edit(service(80), object -> object.getSpec().setClusterIP("None"));
    }

    private static StatefulSet withOtherServiceName() {
        return statefulSet(1, podTemplate("nginx:1"))
                .editSpec()
                .withServiceName("other")
                .endSpec()
                .build();
    }

    private static PodDisruptionBudget budget() {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(TestObjects.metadata())
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .endSpec()
                .build();
    }

    @Test
    void rollsBackWhenObjectIsNotRecreatedInTime() throws InterruptedException {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        holdDeletion(Service.class);
        Rollout rollout = cluster.start(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                UNTIL_EXPIRED,
                headless(),
                deployment(1, podTemplate("nginx:1")));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        cluster.expireTimeouts();
        cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
        releaseDeletion(Service.class);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("deleted and not created again: Service web");
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotEqualTo("None");
    }

    @Test
    void rollsBackWhenSuccessorIsNotCreatedInTime() throws InterruptedException {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        holdDeletion(Deployment.class);
        Rollout rollout = cluster.start(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                UNTIL_EXPIRED,
                statefulSet(1, podTemplate("nginx:1")).build());
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        cluster.expireTimeouts();
        cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
        releaseDeletion(Deployment.class);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("deleted and not created again: Deployment web");
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(Deployment.class).getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void rollbackDeletesSuccessorOfAnotherKindFirst() {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        cluster.create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("one")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("1"))
                .endSpec()
                .build());
        cluster.propagation().awaitPodsDenied("exceeded quota");
        RolloutResult result = cluster.run(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                statefulSet(1, podTemplate("nginx:2", "failure", "image-invalid"))
                        .build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(StatefulSet.class)).isNull();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("Deployment web", "StatefulSet web");
    }

    @Test
    void refusalReportsAndRestoresDeletedObject() throws Exception {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        holdDeletion(Service.class);
        try (RecordingProxy proxy = proxy();
                Connection proxiedConnection = connectThrough(proxy)) {
            CountDownLatch released = proxy.hold(
                    request -> request.isApply() && request.resource().equals("configmaps"));
            proxy.forbid(1, request -> request.isApply() && request.resource().equals("configmaps"));
            Rollout rollout = cluster.engine.start(
                    proxiedConnection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(headless(), configMap("settings"), deployment(1, podTemplate("nginx:1"))),
                            DEFAULT_TIMEOUT,
                            REPLACE.withOnFailure(OnFailure.ROLLBACK)),
                    cluster.events);
            cluster.events.await(RolloutEvent.Deleted.class, event -> true);
            released.countDown();
            cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
            releaseDeletion(Service.class);
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("ConfigMap settings was refused: ")
                    .contains("Deleted and not created again: Service web.");
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        }
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotEqualTo("None");
    }

    @Test
    void deletesNothingForOtherwiseInvalidObject() {
        assertSucceeded(cluster.run(statefulSet(1, podTemplate("nginx:1")).build()));
        String uid = live(StatefulSet.class).getMetadata().getUid();
        RolloutResult result = cluster.run(
                REPLACE,
                edit(
                        withOtherServiceName(),
                        set -> set.getSpec().getTemplate().getSpec().setRestartPolicy("Never")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .contains("spec.template.spec.restartPolicy")
                .doesNotContain("replace");
        assertThat(live(StatefulSet.class).getMetadata().getUid()).isEqualTo(uid);
        assertThat(live(StatefulSet.class).getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void deletesNothingWithoutCreatePermission() {
        assertSucceeded(cluster.run(statefulSet(1, podTemplate("nginx:1")).build()));
        String uid = live(StatefulSet.class).getMetadata().getUid();
        cluster.grant(TestCluster.rule("apps", "statefulsets", "get", "list", "watch", "patch", "delete"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            RolloutResult result = await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(
                            cluster.namespace, "web", List.of(withOtherServiceName()), DEFAULT_TIMEOUT, REPLACE),
                    cluster.events));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains("cannot create resource \"statefulsets\"");
        }
        assertThat(live(StatefulSet.class).getMetadata().getUid()).isEqualTo(uid);
        assertThat(live(StatefulSet.class).getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void keepsControllerWhenSuccessorWouldBeRefused() {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        String uid = cluster.liveDeployment().getMetadata().getUid();
        RolloutResult result = cluster.run(
                REPLACE,
                edit(
                        statefulSet(1, podTemplate("nginx:1")).build(),
                        set -> set.getSpec().getTemplate().getSpec().setRestartPolicy("Never")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).startsWith("StatefulSet web was refused: spec.template.spec.restartPolicy");
        assertThat(cluster.liveDeployment().getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.liveDeployment().getMetadata().getDeletionTimestamp())
                .isNull();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    @Test
    void replacesServiceWithFixedAddressAndPort() {
        assertSucceeded(cluster.run(
                edit(service(80), object -> {
                    object.getSpec().setType("NodePort");
                    object.getSpec().getPorts().getFirst().setNodePort(30_023);
                }),
                deployment(1, podTemplate("nginx:1"))));
        String address = live(Service.class).getSpec().getClusterIP();
        assertSucceeded(cluster.run(REPLACE, headless(), deployment(1, podTemplate("nginx:1"))));
        assertSucceeded(cluster.run(
                REPLACE,
                edit(service(80), object -> {
                    object.getSpec().setType("NodePort");
                    object.getSpec().setClusterIP(address);
                    object.getSpec().getPorts().getFirst().setNodePort(30_023);
                }),
                deployment(1, podTemplate("nginx:1"))));
    }

    /**
     * If a headless Service is applied without {@code clusterIP: None}, the API server reports no error but keeps the
     * Service headless. The plugin must detect that the Service is still headless.
     */
    @Test
    void headlessServiceGetsAddressOnlyByReplacement() {
        assertSucceeded(cluster.run(headless(), deployment(1, podTemplate("nginx:1"))));
        String uid = live(Service.class).getMetadata().getUid();
        RolloutResult refused = cluster.run(service(81), deployment(1, podTemplate("nginx:1")));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .startsWith("Service web was refused: spec.clusterIP: ")
                .contains(io.jenkins.plugins.deployworkload.rollout.model.Messages.ApiErrors_immutable("Service"));
        assertThat(live(Service.class).getMetadata().getUid()).isEqualTo(uid);
        RolloutResult repeated = cluster.run(service(81), deployment(1, podTemplate("nginx:1")));
        assertThat(repeated.outcome()).as(repeated.message()).isEqualTo(Outcome.REFUSED);
        RolloutResult dryRun = cluster.run(
                RolloutOptions.defaults().withDryRun(true), service(82), deployment(1, podTemplate("nginx:1")));
        assertThat(dryRun.outcome()).as(dryRun.message()).isEqualTo(Outcome.REFUSED);
        assertThat(dryRun.message()).startsWith("Service web was refused: spec.clusterIP: ");

        assertSucceeded(cluster.run(REPLACE, service(82), deployment(1, podTemplate("nginx:1"))));
        assertThat(live(Service.class).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotBlank().isNotEqualTo("None");
    }

    @Test
    void headlessServiceGetsAddressWithReplacedStatefulSet() {
        assertSucceeded(
                cluster.run(headless(), statefulSet(1, podTemplate("nginx:1")).build()));
        assertSucceeded(cluster.run(REPLACE, service(80), deployment(1, podTemplate("nginx:1"))));
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotBlank().isNotEqualTo("None");
    }

    @Test
    void rollbackRestoresServiceAddress() {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        RolloutResult result = cluster.run(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                headless(),
                statefulSet(1, podTemplate("nginx:2", "failure", "image-invalid"))
                        .build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotBlank().isNotEqualTo("None");
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("Deployment web", "Service web", "StatefulSet web", "Service web");
    }

    @Test
    void deletesNothingThatCannotBeWatched() {
        assertSucceeded(cluster.run(service(80)));
        String uid = live(Service.class).getMetadata().getUid();
        cluster.grant(TestCluster.rule("", "services", "get", "create", "patch", "delete"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            RolloutResult result = await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(cluster.namespace, "web", List.of(headless()), DEFAULT_TIMEOUT, REPLACE),
                    cluster.events));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .contains("does not allow this request: services")
                    .contains("cannot list resource \"services\"")
                    .doesNotContain("broke");
        }
        assertThat(live(Service.class).getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    /**
     * If the account has no permission to watch, the plugin lists the deleted object repeatedly until it no longer
     * exists.
     */
    @Test
    void replacesWithListPermissionOnly() {
        assertSucceeded(cluster.run(service(80)));
        String uid = live(Service.class).getMetadata().getUid();
        cluster.grant(TestCluster.rule("", "services", "get", "list", "create", "patch", "delete"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            assertSucceeded(await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(cluster.namespace, "web", List.of(headless()), DEFAULT_TIMEOUT, REPLACE),
                    cluster.events)));
        }
        assertThat(live(Service.class).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(live(Service.class).getSpec().getClusterIP()).isEqualTo("None");
    }

    @Test
    void supersededDeployCreatesNothingAfterDeletion() throws InterruptedException {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        holdDeletion(Service.class);
        Rollout older = cluster.start(REPLACE, headless(), deployment(1, podTemplate("nginx:2")));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:3"))));
        releaseDeletion(Service.class);
        assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(live(Service.class)).isNull();
    }

    @Test
    void supersededDeployStartsNoFurtherWave() throws Exception {
        try (RecordingProxy proxy = proxy();
                Connection proxiedConnection = connectThrough(proxy)) {
            CountDownLatch released = proxy.hold(
                    request -> request.isApply() && request.resource().equals("configmaps"));
            Rollout older = cluster.engine.start(
                    proxiedConnection,
                    new RolloutRequest(
                            cluster.namespace, "web", List.of(configMap("settings"), budget()), DEFAULT_TIMEOUT),
                    event -> {});
            proxy.awaitHeld();
            // The newer deploy takes so long that the older deploy checks again, before its next wave, whether it is
            // still the active deploy.
            assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1", "ready-after", "3s"))));
            released.countDown();
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
        assertThat(live(PodDisruptionBudget.class)).isNull();
    }

    @Test
    void recreatesObjectsThatAreBeingDeleted() throws InterruptedException {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        String uid = live(Service.class).getMetadata().getUid();
        holdDeletion(Service.class);
        holdDeletion(Deployment.class);
        cluster.admin().resource(live(Service.class)).delete();
        cluster.admin().resource(live(Deployment.class)).delete();
        RolloutResult dryRun = cluster.run(
                RolloutOptions.defaults().withDryRun(true), service(81), deployment(1, podTemplate("nginx:2")));
        assertThat(dryRun.message()).contains("2 to create");
        Rollout rollout = cluster.start(service(81), deployment(1, podTemplate("nginx:2")));
        awaitWarning("Service web");
        releaseDeletion(Service.class);
        awaitWarning("Deployment web");
        releaseDeletion(Deployment.class);
        RolloutResult result = await(rollout);
        assertSucceeded(result);
        assertThat(result.objects()).extracting(AppliedObject::operation).containsOnly(AppliedObject.Operation.CREATED);
        assertThat(live(Service.class).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(live(Service.class).getMetadata().getDeletionTimestamp()).isNull();
    }

    private void awaitWarning(String label) throws InterruptedException {
        cluster.events.await(
                RolloutEvent.Warning.class,
                event -> event.object() != null
                        && event.object().label().equals(label)
                        && event.message().contains("test/hold"));
    }

    @Test
    void reportsCreationThoughResponseWasLost() throws Exception {
        try (RecordingProxy proxy = proxy();
                Connection proxiedConnection = connectThrough(proxy)) {
            proxy.dropResponse(
                    request -> request.isApply() && request.resource().equals("services"));
            RolloutResult result = await(cluster.engine.start(
                    proxiedConnection,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(service(80), deployment(1, podTemplate("nginx:1", "failure", "image-invalid"))),
                            DEFAULT_TIMEOUT,
                            RolloutOptions.defaults().withOnFailure(OnFailure.REMOVE)),
                    cluster.events));
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.REMOVED);
            assertThat(result.objects())
                    .extracting(AppliedObject::operation)
                    .containsOnly(AppliedObject.Operation.CREATED);
        }
        assertThat(live(Service.class)).isNull();
    }

    private RecordingProxy proxy() throws Exception {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        return new RecordingProxy(config.server(), config.caCertificate());
    }

    private Connection connectThrough(RecordingProxy proxy) {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        return cluster.connections.open(new ConnectionConfig(
                proxy.address(), null, config.credential(), cluster.namespace, new ProxySetting.Direct()));
    }
}
