package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Pods that wait for the scheduler, for other reasons than missing room. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SchedulingFailureTest {

    /** Message of a plugin's error, pkg/scheduler/framework/runtime/framework.go, RunPreBindPlugins. */
    private static final String PLUGIN_ERROR =
            "running PreBind plugin \"VolumeBinding\": binding volumes: context deadline exceeded";

    private TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    private SymptomPlayer player;

    @AfterEach
    void close() {
        if (player != null) {
            player.close();
        }
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec gated() {
        return podTemplate(
                "nginx:1",
                template -> template.getSpec().getSchedulingGates().add(new PodSchedulingGate("example.com/budget")));
    }

    /** No scheduler has this name, so that nothing but the test schedules the pods. */
    private static PodTemplateSpec unscheduled() {
        return podTemplate("nginx:1", template -> template.getSpec().setSchedulerName("played"));
    }

    private void useStandardGracePeriods() {
        cluster.close();
        cluster = new TestCluster();
    }

    @Test
    void gatedPodIsReportedAndStartsWhenGateIsRemoved() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(1, gated()));
        Finding finding = cluster.awaitFinding("SchedulingGated");
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.summary()).isEqualTo("Scheduling gates keep the pod from being scheduled.");
        assertThat(finding.evidence())
                .isEqualTo("Scheduling is blocked due to non-empty scheduling gates: example.com/budget");
        Pod pod = cluster.awaitPod(found -> true);
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .withName(pod.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"schedulingGates\":null}}");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private void play(BiConsumer<SymptomPlayer, Pod> symptom) {
        player = new SymptomPlayer(cluster, pod -> true, symptom);
    }

    private static void schedulerError(SymptomPlayer player, Pod pod) {
        player.condition(pod, "PodScheduled", "False", "SchedulerError", PLUGIN_ERROR);
        player.warning(pod, null, "FailedScheduling", PLUGIN_ERROR);
    }

    private static void failedSchedulingEvent(SymptomPlayer player, Pod pod) {
        player.warning(pod, null, "FailedScheduling", PLUGIN_ERROR);
    }

    @Test
    void schedulerErrorEndsWait() {
        play(SchedulingFailureTest::schedulerError);
        Finding finding = cluster.deployExpectingFailure(deployment(2, unscheduled()), "SchedulerError");
        assertThat(finding.summary()).isEqualTo("The scheduler cannot schedule the pod because of an error.");
        assertThat(finding.evidence()).isEqualTo(PLUGIN_ERROR);
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @Test
    void failedSchedulingEventWithoutConditionEndsWait() {
        play(SchedulingFailureTest::failedSchedulingEvent);
        Finding finding = cluster.deployExpectingFailure(deployment(2, unscheduled()), "SchedulerError");
        assertThat(finding.evidence()).isEqualTo(PLUGIN_ERROR);
    }

    @Test
    void schedulerErrorThatPassesIsNoFailure() throws InterruptedException {
        useStandardGracePeriods();
        play(SchedulingFailureTest::schedulerError);
        succeedsOnceBound(cluster.start(deployment(1, unscheduled())));
    }

    @Test
    void failedSchedulingEventThatPassesIsNoFailure() throws InterruptedException {
        useStandardGracePeriods();
        play(SchedulingFailureTest::failedSchedulingEvent);
        succeedsOnceBound(cluster.start(deployment(1, unscheduled())));
    }

    private void succeedsOnceBound(Rollout rollout) throws InterruptedException {
        cluster.awaitFinding("SchedulerError");
        Pod pod = cluster.awaitPod(found -> true);
        SymptomPlayer.bind(cluster, pod);
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.findings()).isEmpty();
    }
}
