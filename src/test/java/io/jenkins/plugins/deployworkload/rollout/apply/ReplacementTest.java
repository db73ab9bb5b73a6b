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

import io.fabric8.kubernetes.api.model.ConfigMap;
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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is deleted to be made again, or is being deleted: nothing is lost by it, and nothing is said to be there that goes. */
@Tag("control-plane")
@Timeout(300)
class ReplacementTest {

    private static final RolloutOptions REPLACE = RolloutOptions.defaults().withReplace(true);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static void success(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private <T extends HasMetadata> T live(Class<T> type) {
        return cluster.admin()
                .resources(type)
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /** A finalizer of somebody keeps it, however often it is deleted. */
    private void hold(Class<? extends HasMetadata> type) {
        finalizers(type, List.of("test/hold"));
    }

    private void release(Class<? extends HasMetadata> type) {
        finalizers(type, List.of());
    }

    /** Whatever its version: its controller writes at the same time. */
    private void finalizers(Class<? extends HasMetadata> type, List<String> finalizers) {
        String list = finalizers.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
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
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        hold(Service.class);
        Rollout rollout = cluster.start(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                UNTIL_EXPIRED,
                headless(),
                deployment(1, podTemplate("nginx:1")));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        cluster.expireTimeouts();
        cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
        release(Service.class);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("deleted and not made again: Service web");
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotEqualTo("None");
    }

    @Test
    void rollsBackWhenSuccessorIsNotCreatedInTime() throws InterruptedException {
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
        hold(Deployment.class);
        Rollout rollout = cluster.start(
                REPLACE.withOnFailure(OnFailure.ROLLBACK),
                UNTIL_EXPIRED,
                statefulSet(1, podTemplate("nginx:1")).build());
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        cluster.expireTimeouts();
        cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
        release(Deployment.class);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("deleted and not made again: Deployment web");
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(live(Deployment.class).getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void rollbackDeletesSuccessorOfAnotherKindFirst() {
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
        cluster.create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("one")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("1"))
                .endSpec()
                .build());
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
    void refusalReportsAndRollsBackDeletedObject() throws Exception {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        hold(Service.class);
        ConfigMap invalid = edit(configMap("settings"), map -> map.setData(Map.of("not a key", "x")));
        try (RecordingProxy proxy = proxy();
                Connection slow = through(proxy)) {
            CountDownLatch goOn = proxy.hold(request ->
                    request.method().equals("PATCH") && request.resource().equals("configmaps"));
            Rollout rollout = cluster.engine.start(
                    slow,
                    new RolloutRequest(
                            cluster.namespace,
                            "web",
                            List.of(headless(), invalid, deployment(1, podTemplate("nginx:1"))),
                            DEFAULT_TIMEOUT,
                            REPLACE.withOnFailure(OnFailure.ROLLBACK)),
                    cluster.events);
            cluster.events.await(RolloutEvent.Deleted.class, event -> true);
            goOn.countDown();
            cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
            release(Service.class);
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("ConfigMap settings was refused: ")
                    .contains("Deleted and not made again: Service web.");
            assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        }
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotEqualTo("None");
    }

    @Test
    void deletesNothingForOtherwiseInvalidObject() {
        success(cluster.run(statefulSet(1, podTemplate("nginx:1")).build()));
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
        success(cluster.run(statefulSet(1, podTemplate("nginx:1")).build()));
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
        success(cluster.run(deployment(1, podTemplate("nginx:1"))));
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
        success(cluster.run(
                edit(service(80), object -> {
                    object.getSpec().setType("NodePort");
                    object.getSpec().getPorts().getFirst().setNodePort(30_023);
                }),
                deployment(1, podTemplate("nginx:1"))));
        String address = live(Service.class).getSpec().getClusterIP();
        success(cluster.run(REPLACE, headless(), deployment(1, podTemplate("nginx:1"))));
        success(cluster.run(
                REPLACE,
                edit(service(80), object -> {
                    object.getSpec().setType("NodePort");
                    object.getSpec().setClusterIP(address);
                    object.getSpec().getPorts().getFirst().setNodePort(30_023);
                }),
                deployment(1, podTemplate("nginx:1"))));
    }

    /** The API server keeps it without an address, and says nothing. */
    @Test
    void headlessServiceGetsAddressOnlyByReplacement() {
        success(cluster.run(headless(), deployment(1, podTemplate("nginx:1"))));
        String uid = live(Service.class).getMetadata().getUid();
        RolloutResult refused = cluster.run(service(81), deployment(1, podTemplate("nginx:1")));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .startsWith("Service web was refused: spec.clusterIP: ")
                .contains(io.jenkins.plugins.deployworkload.rollout.model.Messages.ApiErrors_immutable("Service"));
        assertThat(live(Service.class).getMetadata().getUid()).isEqualTo(uid);
        RolloutResult again = cluster.run(service(81), deployment(1, podTemplate("nginx:1")));
        assertThat(again.outcome()).as(again.message()).isEqualTo(Outcome.REFUSED);
        RolloutResult asked = cluster.run(
                RolloutOptions.defaults().withDryRun(true), service(82), deployment(1, podTemplate("nginx:1")));
        assertThat(asked.outcome()).as(asked.message()).isEqualTo(Outcome.REFUSED);
        assertThat(asked.message()).startsWith("Service web was refused: spec.clusterIP: ");

        success(cluster.run(REPLACE, service(82), deployment(1, podTemplate("nginx:1"))));
        assertThat(live(Service.class).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotBlank().isNotEqualTo("None");
    }

    @Test
    void serviceGetsAddressWhenStatefulSetIsReplaced() {
        success(cluster.run(headless(), statefulSet(1, podTemplate("nginx:1")).build()));
        success(cluster.run(REPLACE, service(80), deployment(1, podTemplate("nginx:1"))));
        assertThat(live(Service.class).getSpec().getClusterIP()).isNotBlank().isNotEqualTo("None");
    }

    @Test
    void rollbackRestoresServiceAddress() {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
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
        success(cluster.run(service(80)));
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
                    .contains("does not allow this: services")
                    .contains("cannot list resource \"services\"")
                    .doesNotContain("broke");
        }
        assertThat(live(Service.class).getMetadata().getUid()).isEqualTo(uid);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
    }

    /** Once it is deleted it is made again: then it is listed until it is gone. */
    @Test
    void replacesWithListPermissionOnly() {
        success(cluster.run(service(80)));
        String uid = live(Service.class).getMetadata().getUid();
        cluster.grant(TestCluster.rule("", "services", "get", "list", "create", "patch", "delete"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            success(await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(cluster.namespace, "web", List.of(headless()), DEFAULT_TIMEOUT, REPLACE),
                    cluster.events)));
        }
        assertThat(live(Service.class).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(live(Service.class).getSpec().getClusterIP()).isEqualTo("None");
    }

    @Test
    void supersededDeployCreatesNothingAfterDeletion() throws InterruptedException {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        hold(Service.class);
        Rollout older = cluster.start(REPLACE, headless(), deployment(1, podTemplate("nginx:2")));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        success(cluster.run(deployment(1, podTemplate("nginx:3"))));
        release(Service.class);
        assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(live(Service.class)).isNull();
    }

    @Test
    void supersededDeployStartsNoFurtherWave() throws Exception {
        try (RecordingProxy proxy = proxy();
                Connection slow = through(proxy)) {
            CountDownLatch goOn = proxy.hold(request ->
                    request.method().equals("PATCH") && request.resource().equals("configmaps"));
            Rollout older = cluster.engine.start(
                    slow,
                    new RolloutRequest(
                            cluster.namespace, "web", List.of(configMap("settings"), budget()), DEFAULT_TIMEOUT),
                    event -> {});
            proxy.awaitHeld();
            // Takes longer than a stage may, before it is asked whether the workload is still the deploy's.
            success(cluster.run(deployment(1, podTemplate("nginx:1", "ready-after", "3s"))));
            goOn.countDown();
            assertThat(await(older).outcome()).isEqualTo(Outcome.SUPERSEDED);
        }
        assertThat(live(PodDisruptionBudget.class)).isNull();
    }

    @Test
    void recreatesObjectsThatAreBeingDeleted() throws InterruptedException {
        success(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        String uid = live(Service.class).getMetadata().getUid();
        hold(Service.class);
        hold(Deployment.class);
        cluster.admin().resource(live(Service.class)).delete();
        cluster.admin().resource(live(Deployment.class)).delete();
        RolloutResult asked = cluster.run(
                RolloutOptions.defaults().withDryRun(true), service(81), deployment(1, podTemplate("nginx:2")));
        assertThat(asked.message()).contains("2 would be created");
        Rollout rollout = cluster.start(service(81), deployment(1, podTemplate("nginx:2")));
        awaitWarning("Service web");
        release(Service.class);
        awaitWarning("Deployment web");
        release(Deployment.class);
        RolloutResult result = await(rollout);
        success(result);
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
                Connection unsteady = through(proxy)) {
            proxy.dropResponse(request ->
                    request.method().equals("PATCH") && request.resource().equals("services"));
            RolloutResult result = await(cluster.engine.start(
                    unsteady,
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

    private Connection through(RecordingProxy proxy) {
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        return cluster.connections.open(new ConnectionConfig(
                proxy.address(), null, config.credential(), cluster.namespace, new ProxySetting.Direct()));
    }
}
