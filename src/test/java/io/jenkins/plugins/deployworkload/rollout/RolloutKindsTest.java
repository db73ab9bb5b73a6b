package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.cronJob;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts of each kind of workload. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RolloutKindsTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private Job liveJob() {
        return cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    @Test
    void appliesAnyUnicodeTextUnchanged() {
        String description = "주문 화면 \uD83D\uDE80 \u0083\u007f\u2028 \"quoted\" \\ back";
        Deployment described = edit(
                deployment(1, "nginx:1"),
                object -> object.getMetadata()
                        .getAnnotations()
                        .put("deploy-workload.jenkins.io/description", description));
        assertThat(cluster.run(described).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.liveDeployment().getMetadata().getAnnotations()).containsValue(description);
        assertThat(cluster.run(described).objects())
                .extracting(AppliedObject::operation)
                .containsOnly(Operation.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderedReady", "Parallel"})
    void statefulSetIsHealthyWhenEachPodIsUpdated(String management) {
        StatefulSet first = statefulSet(3, podTemplate("nginx:1"))
                .editSpec()
                .withPodManagementPolicy(management)
                .endSpec()
                .build();
        RolloutResult result = cluster.run(first);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("StatefulSet web: 3 of 3 replicas updated and available");
        first.getSpec().setTemplate(podTemplate("nginx:2"));
        assertThat(cluster.run(first).outcome()).isEqualTo(Outcome.SUCCEEDED);
        cluster.awaitImages("nginx:2", "nginx:2", "nginx:2");
    }

    @Test
    void respectsPartitionOfStatefulSet() {
        cluster.run(statefulSet(3, podTemplate("nginx:1")).build());
        RolloutResult result = cluster.run(statefulSet(3, podTemplate("nginx:2"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(2)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message())
                .isEqualTo("StatefulSet web: 3 of 3 replicas available, 1 updated; partition 2 keeps the"
                        + " other replicas unchanged");
        cluster.awaitImages("nginx:1", "nginx:1", "nginx:2");
    }

    @Test
    void firstRevisionIgnoresPartition() throws InterruptedException {
        Rollout rollout = cluster.start(statefulSet(3, podTemplate("nginx:1", "ready", "never"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(2)
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build());
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().matches("[01] of 3 replicas updated, .*"));
        cluster.makePodsReady();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("StatefulSet web: 3 of 3 replicas updated and available");
        assertThat(cluster.events.all(RolloutEvent.Progress.class))
                .extracting(RolloutEvent.Progress::message)
                .noneMatch(message -> message.matches(".*([2-9]) of 1 .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet"})
    void zeroReplicasAreHealthyAndReported(String kind) {
        HasMetadata some = kind.equals("Deployment")
                ? deployment(2, "nginx:1")
                : statefulSet(2, podTemplate("nginx:1")).build();
        HasMetadata none = kind.equals("Deployment")
                ? deployment(0, "nginx:2")
                : statefulSet(0, podTemplate("nginx:2")).build();
        assertThat(cluster.run(some).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result = cluster.run(none);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo(kind + " web: 0 replicas, so nothing runs");
    }

    @Test
    void jobWithZeroParallelismIsAcceptedAndReported() {
        RolloutResult result = cluster.run(
                edit(job(podTemplate("migrate:1")), object -> object.getSpec().setParallelism(0)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: accepted, but parallelism is 0, so nothing runs");
    }

    @Test
    void onDeleteStatefulSetKeepsOldPods() {
        StatefulSet first = statefulSet(2, podTemplate("nginx:1"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec()
                .build();
        cluster.run(first);
        first.getSpec().setTemplate(podTemplate("nginx:2"));
        RolloutResult result = cluster.run(first);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message())
                .contains("2 of 2 replicas available, 0 updated")
                .contains("OnDelete");
        cluster.awaitImages("nginx:1", "nginx:1");
    }

    @Test
    void daemonSetIsHealthyOnEachNode() {
        RolloutResult result = cluster.run(daemonSet(podTemplate("nginx:1")).build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("DaemonSet web: updated and available on 2 of 2 nodes");
        assertThat(cluster.run(daemonSet(podTemplate("nginx:2")).build()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        cluster.awaitImages("nginx:2", "nginx:2");
    }

    @Test
    void daemonSetWithoutMatchingNodeIsHealthyAndReported() {
        RolloutResult result = cluster.run(daemonSet(podTemplate(
                        "nginx:1", template -> template.getSpec().setNodeSelector(java.util.Map.of("no", "node"))))
                .build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("DaemonSet web: no node matches, so nothing runs");
    }

    @Test
    void eachDeployRunsJobAgain() {
        RolloutResult first = cluster.run(job(podTemplate("migrate:1")));
        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first.message()).isEqualTo("Job web: complete, 1 pod succeeded");
        String uid = liveJob().getMetadata().getUid();
        RolloutResult repeated = cluster.run(job(podTemplate("migrate:1")));
        assertThat(repeated.outcome()).as(repeated.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(repeated.objects())
                .singleElement()
                .extracting(AppliedObject::operation)
                .isEqualTo(Operation.CREATED);
        assertThat(liveJob().getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .singleElement()
                .satisfies(event -> assertThat(event.object().label()).isEqualTo("Job web"));
        RolloutResult other = cluster.run(job(podTemplate("migrate:2")));
        assertThat(other.outcome()).as(other.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void runningJobIsKeptUnlessReplaceIsEnabled() throws InterruptedException {
        Rollout running = cluster.start(job(podTemplate("migrate:1", "run-for", "1h")));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("1 pod active"));
        String uid = liveJob().getMetadata().getUid();
        RolloutResult refused = cluster.run(job(podTemplate("migrate:2")));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).startsWith("Job web is still running");
        assertThat(liveJob().getMetadata().getUid()).isEqualTo(uid);
        RolloutResult replaced =
                cluster.run(RolloutOptions.defaults().withReplace(true), job(podTemplate("migrate:2")));
        assertThat(replaced.outcome()).as(replaced.message()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult first = await(running);
        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUPERSEDED);
    }

    /** A suspended Job and a Job with parallelism 0 never run, so they are replaced even without the option replace. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void idleJobIsReplacedByNextRun(boolean suspended) {
        Job idle = edit(job(podTemplate("migrate:1")), object -> {
            object.getSpec().setSuspend(suspended);
            object.getSpec().setParallelism(suspended ? 1 : 0);
        });
        assertThat(cluster.run(idle).outcome()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult next = cluster.run(job(podTemplate("migrate:2")));
        assertThat(next.outcome()).as(next.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(next.message()).isEqualTo("Job web: complete, 1 pod succeeded");
    }

    @Test
    void failedJobFailsRollout() {
        RolloutResult result = cluster.run(job(podTemplate("migrate:1", "fail", "true")));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (BackoffLimitExceeded): Job has reached");
        assertThat(cluster.run(job(podTemplate("migrate:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void jobBeyondItsDeadlineFailsRollout() {
        RolloutResult result = cluster.run(edit(
                job(podTemplate("migrate:1", "run-for", "1h")),
                object -> object.getSpec().setActiveDeadlineSeconds(1L)));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Job web: failed (DeadlineExceeded)");
    }

    @Test
    void jobDeletedByTtlSucceeds() {
        RolloutResult result = cluster.run(
                edit(job(podTemplate("migrate:1")), object -> object.getSpec().setTtlSecondsAfterFinished(0)));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).startsWith("Job web: complete, 1 pod succeeded");
    }

    @Test
    void suspendedJobIsAccepted() {
        RolloutResult result = cluster.run(
                edit(job(podTemplate("migrate:1")), object -> object.getSpec().setSuspend(true)));
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("Job web: accepted, but suspended, so nothing runs");
    }

    @Test
    void cronJobIsAcceptedAndItsScheduleReported() {
        RolloutResult result = cluster.run(cronJob(podTemplate("report:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message())
                .matches("CronJob web: schedule \"0 3 \\* \\* \\*\", next run \\d{4}-\\d\\d-\\d\\d 03:00 GMT if .*");
    }

    @Test
    void abortDoesNotWaitForFinalizers() throws InterruptedException {
        cluster.run(job(podTemplate("migrate:1")));
        cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(found -> edit(
                        found, object -> object.getMetadata().getFinalizers().add("test/hold")));
        Rollout rollout = cluster.start(job(podTemplate("migrate:2")));
        cluster.events.await(RolloutEvent.Deleted.class, event -> true);
        rollout.stop("Stopped by Kim");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.ABORTED);
        assertThat(result.message())
                .isEqualTo("Stopped by Kim. Nothing was applied. Deleted and not created again: Job web.");
        cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .edit(found -> edit(
                        found, object -> object.getMetadata().getFinalizers().clear()));
    }
}
