package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionHistory;
import io.jenkins.plugins.deployworkload.rollout.revision.StoredRevisions;
import io.jenkins.plugins.deployworkload.rollout.status.AutoscalerHealth;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Rollouts with a HorizontalPodAutoscaler. The control plane runs the controller of the HorizontalPodAutoscaler, but no
 * metrics server.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class AutoscalerTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static HorizontalPodAutoscaler autoscaler(int minReplicas) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", "web")
                .withMinReplicas(minReplicas)
                .withMaxReplicas(5)
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(80)
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }

    private static Deployment autoscaled(PodTemplateSpec pod) {
        return edit(deployment(1, pod), object -> object.getSpec().setReplicas(null));
    }

    @Test
    void reportsMissingMetricsWithoutFailing() throws InterruptedException {
        Rollout rollout = cluster.start(autoscaled(podTemplate("nginx:1", "ready", "never")), autoscaler(1));
        Finding finding = cluster.awaitFinding("Autoscaler");
        cluster.makePodsReady();
        assertThat(finding.evidence()).contains("unable to fetch metrics from resource metrics API");
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsInactiveAutoscalerAfterNoOpRollout() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        cluster.admin()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(found -> AutoscalerHealth.problem(found).isPresent(), 2, TimeUnit.MINUTES);
        Rollout rollout = cluster.start(autoscaled(podTemplate("nginx:1")), autoscaler(1));
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        String problem = "not scaling (FailedGetResourceMetric): ";
        assertThat(warnings()).satisfiesOnlyOnce(message -> assertThat(message).startsWith(problem));
        RolloutResult resumed = await(cluster.engine.resume(cluster.connection, rollout.checkpoint(), cluster.events));
        assertThat(resumed.outcome()).as(resumed.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(warnings())
                .as("after a restart")
                .filteredOn(message -> message.startsWith(problem))
                .hasSize(2);
    }

    @Test
    void keepsAndAwaitsReplicasSetByAutoscaler() throws InterruptedException {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        // The autoscaler changes the replicas in the same way: it writes the subresource scale as another field
        // manager.
        cluster.scale(3);
        RolloutResult result = cluster.run(autoscaled(podTemplate("nginx:2")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Deployment web: 3 of 3 replicas updated and available");
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void followsScalingDuringRollout() throws InterruptedException {
        Rollout rollout = cluster.start(autoscaled(podTemplate("nginx:1", "ready", "never")), autoscaler(3));
        // The autoscaler raises the replicas to minReplicas, which it can do without metrics.
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().contains(" of 3 replicas"));
        cluster.makePodsReady();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).contains("3 of 3 replicas updated and available");
    }

    @Test
    void takeoverByAutoscalerKeepsReplicas() {
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(autoscaled(podTemplate("nginx:2")), autoscaler(1));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Deployment web: 3 of 3 replicas updated and available");
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(3);
        assertThat(cluster.run(autoscaled(podTemplate("nginx:3")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void omittedReplicasFallBackToDefault() {
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void dryRunOfTakeoverKeepsReplicas() {
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(
                RolloutOptions.defaults().withDryRun(true), autoscaled(podTemplate("nginx:2")), autoscaler(1));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .filteredOn(event -> event.object().kind().equals("Deployment"))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .containsExactly(new FieldChange("spec.template.spec.containers[app].image", "nginx:1", "nginx:2"));
    }

    @Test
    void takesReplicasBackFromPrunedAutoscaler() {
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);

        RolloutOptions prune = RolloutOptions.defaults().withPrune(true);
        RolloutResult dryRun = cluster.run(prune.withDryRun(true), deployment(2, podTemplate("nginx:1")));
        RolloutResult result = cluster.run(prune, deployment(2, podTemplate("nginx:1")));

        assertThat(dryRun.outcome()).as(dryRun.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(cluster.run(deployment(1, podTemplate("nginx:1"))).message()).contains("1 of 1 replicas");
    }

    @Test
    void takesReplicasBackAfterAutoscalerWasPruned() {
        RolloutOptions prune = RolloutOptions.defaults().withPrune(true);
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.run(prune, autoscaled(podTemplate("nginx:2"))).outcome())
                .isEqualTo(Outcome.SUCCEEDED);

        RolloutResult result = cluster.run(prune, deployment(2, podTemplate("nginx:2")));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(2);
    }

    private HorizontalPodAutoscaler liveAutoscaler() {
        return cluster.admin()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /**
     * If the rollout pruned the autoscaler later, the autoscaler would change the replicas while the rollout waits for
     * the pods.
     */
    @Test
    void prunesAutoscalerBeforeApplyingReplicas() throws InterruptedException {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(3))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        AtomicReference<HorizontalPodAutoscaler> whileWaiting = new AtomicReference<>();
        RolloutResult result = await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(deployment(2, podTemplate("nginx:2", "ready-after", "1s"))),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults().withPrune(true)),
                event -> {
                    cluster.events.on(event);
                    if (event instanceof RolloutEvent.Waiting) {
                        whileWaiting.set(liveAutoscaler());
                    }
                }));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(whileWaiting).hasNullValue();
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .singleElement()
                .satisfies(deleted ->
                        assertThat(deleted.message()).isEqualTo("deleted, because it is no longer in the definition"));
    }

    @Test
    void rollbackRestoresPrunedAutoscaler() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(
                RolloutOptions.defaults().withPrune(true).withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                deployment(2, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(liveAutoscaler()).isNotNull();
    }

    @Test
    void keepsAutoscalerWhenReplicasWouldBeRefused() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(3))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(
                RolloutOptions.defaults().withPrune(true),
                deployment(
                        2, podTemplate("nginx:2", template -> template.getSpec().setRestartPolicy("Never"))));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).startsWith("Deployment web was refused: spec.template.spec.restartPolicy");
        assertThat(liveAutoscaler()).isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
        assertThat(history().latestRan())
                .as("the previous revision stays active")
                .isTrue();
    }

    /** The account has permission to read autoscalers, but not to delete them. */
    @Test
    void warnsOnceForEachReasonAboutAutoscalerThatCannotBeDeleted() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = runRestricted(
                RolloutOptions.defaults().withPrune(true),
                List.of(deployment(1, podTemplate("nginx:2"))),
                "get",
                "list");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(warnings())
                .filteredOn(message -> message.contains("HorizontalPodAutoscaler web"))
                .satisfiesExactly(
                        notDeleted -> assertThat(notDeleted)
                                .startsWith("Could not be deleted: HorizontalPodAutoscaler web ("),
                        orphaned -> assertThat(orphaned)
                                .isEqualTo("HorizontalPodAutoscaler web is no longer in the definition, but still sets"
                                        + " the number of replicas and overrides the number in the definition."));
    }

    @Test
    void forbiddenAutoscalerDoesNotBlockDeploy() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = runRestricted(
                RolloutOptions.defaults().withPrune(true), List.of(deployment(1, podTemplate("nginx:2"))), "list");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(warnings())
                .anySatisfy(message -> assertThat(message)
                        .startsWith("No longer in the definition, but kept because they could not be read:"
                                + " HorizontalPodAutoscaler web."));
    }

    @Test
    void unreadableAutoscalerRefusesDeploy() throws Exception {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(ProxiedConnection.isRequestFor("GET", "horizontalpodautoscalers/web"));
            RolloutResult result = await(
                    proxied.start(RolloutOptions.defaults().withPrune(true), deployment(2, podTemplate("nginx:2"))));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains("503");
        }
        assertThat(history().latestRan())
                .as("the previous revision stays active")
                .isTrue();
    }

    /** @param verbs the account's permissions for autoscalers */
    private RolloutResult runRestricted(RolloutOptions options, List<HasMetadata> objects, String... verbs) {
        cluster.grant(
                TestCluster.rule("", "configmaps", "get", "create", "update"),
                TestCluster.rule("autoscaling", "horizontalpodautoscalers", verbs),
                TestCluster.rule("", "pods", "get", "list", "watch"),
                TestCluster.rule("apps", "deployments", "get", "list", "watch", "patch"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            return await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(cluster.namespace, "web", objects, TestCluster.DEFAULT_TIMEOUT, options),
                    cluster.events));
        }
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                .toList();
    }

    private RevisionHistory history() {
        return StoredRevisions.history(cluster);
    }

    @Test
    void warnsOnceAboutAutoscalerThatRollbackCannotDelete() {
        assertThat(cluster.run(deployment(2, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = runRestricted(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                List.of(autoscaled(podTemplate("nginx:2", "failure", "image-invalid")), autoscaler(1)),
                "get",
                "list",
                "create",
                "patch");
        assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(warnings())
                .filteredOn(message -> message.startsWith("Could not be deleted: HorizontalPodAutoscaler web ("))
                .hasSize(1);
        assertThat(history().inventory())
                .extracting(ObjectRef::label)
                .containsExactlyInAnyOrder("Deployment web", "HorizontalPodAutoscaler web");
    }

    @Test
    void rollbackDeletesAutoscalerBeforeApplyingReplicas() {
        assertThat(cluster.run(deployment(2, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        AtomicReference<HorizontalPodAutoscaler> whileWaiting = new AtomicReference<>();
        RolloutResult result = await(cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(autoscaled(podTemplate("nginx:2", "failure", "image-invalid")), autoscaler(3)),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK)),
                event -> {
                    if (event instanceof RolloutEvent.Waiting waiting
                            && waiting.checkpoint().failed() != null) {
                        whileWaiting.set(liveAutoscaler());
                    }
                }));
        assertThat(result.recovery()).as(result.message()).isEqualTo(RolloutResult.RecoveryOutcome.ROLLED_BACK);
        assertThat(whileWaiting).hasNullValue();
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(history().inventory()).extracting(ObjectRef::label).containsExactly("Deployment web");
    }

    @Test
    void warnsAboutOrphanedAutoscaler() {
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:2")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains("HorizontalPodAutoscaler web is no longer in the definition, but still sets the number of"
                        + " replicas and overrides the number in the definition.");
    }

    @Test
    void refusesReplicasSetByForeignAutoscaler() {
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.run(autoscaled(podTemplate("nginx:1")), autoscaler(1))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        HorizontalPodAutoscaler foreign = autoscaler(1);
        foreign.getMetadata().setName("theirs");
        cluster.create(foreign);

        RolloutResult result = cluster.run(deployment(2, podTemplate("nginx:1")));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("\"kube-controller-manager\" owns .spec.replicas");
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(3);
    }
}
