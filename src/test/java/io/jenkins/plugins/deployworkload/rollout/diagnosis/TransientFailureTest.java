package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodStatusFluent;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Failures that resolve themselves are reported, but do not fail the rollout. The tests use the standard grace periods.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class TransientFailureTest {

    private final TestCluster cluster = new TestCluster(GracePeriods.standard());

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private void succeeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.findings()).isEmpty();
    }

    private void assertReportedOnce(String signal) {
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .singleElement()
                .satisfies(event -> assertThat(event.finding().signal()).isEqualTo(signal));
    }

    @ParameterizedTest
    @CsvSource({
        "image-once,     ImagePull",
        "image-inspect-once, ImagePull",
        "registry-once,  ImagePull",
        "config-once,    ConfigError",
        "create-once,    CreateError",
        "crash-once,     Crash",
        "exit-once,      Crash",
        "oom-once,       Crash",
        "mount-once,     VolumeMount",
        "attach-once,    VolumeAttach",
        "sandbox-once,   Network",
        "dns-once,       OtherWarning",
        "liveness-once,  LivenessProbe",
        "startup-once,   LivenessProbe",
        "readiness-once, ReadinessProbe",
    })
    void transientFailureIsReportedOnceAndNoFailure(String failure, String signal) {
        succeeded(cluster.run(deployment(2, podTemplate("nginx:1", "failure", failure))));
        assertReportedOnce(signal);
    }

    @Test
    void slowPullIsNotReported() {
        try (TestCluster shortGraceCluster = new TestCluster(new GracePeriods(0.001))) {
            RolloutResult result = shortGraceCluster.run(deployment(2, podTemplate("nginx:1", "failure", "pull-once")));
            succeeded(result);
            assertThat(shortGraceCluster.events.all(RolloutEvent.Found.class)).isEmpty();
        }
    }

    @Test
    void nodeAddedLaterIsNoFailure() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(
                1,
                podTemplate(
                        "nginx:1",
                        template -> template.getSpec().setNodeSelector(Map.of("rollout", cluster.namespace)))));
        cluster.awaitFinding("Unschedulable");
        cluster.admin()
                .nodes()
                .withName("node-1")
                .edit(node ->
                        edit(node, found -> found.getMetadata().getLabels().put("rollout", cluster.namespace)));
        succeeded(await(rollout));
        assertReportedOnce("Unschedulable");
    }

    @Test
    void evictedPodThatIsReplacedIsNoFailure() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.terminatePod(new PodStatusBuilder()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .build());
        assertThat(cluster.awaitFinding("PodRejected").evidence())
                .isEqualTo("Evicted: The node was low on resource: memory.");
        cluster.makePodsReady();
        succeeded(await(rollout));
        assertReportedOnce("PodRejected");
    }

    @Test
    void killedOnceByItsProbeIsNoFailure() {
        succeeded(cluster.run(deployment(2, podTemplate("nginx:1", "failure", "killed-once"))));
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(event -> event.finding().signal())
                .containsOnly("Crash", "LivenessProbe");
    }

    /**
     * Returns a StatefulSet whose pods become ready when the test opens their readiness gate, at least two seconds
     * after their creation. The delay is needed because the next rollout must start later than the creation of the
     * pods, and times of the API are whole seconds.
     */
    private static StatefulSet readinessGated(int replicas) {
        PodTemplateSpec pod = podTemplate("nginx:1", "ready-after", "2s");
        pod.getSpec().getReadinessGates().add(new PodReadinessGate("example.com/test"));
        return statefulSet(replicas, pod).build();
    }

    private void openGate(String pod) {
        status(
                pod,
                status -> status.addNewCondition()
                        .withType("example.com/test")
                        .withStatus("True")
                        .endCondition());
    }

    private void status(String pod, Consumer<PodStatusFluent<?>> change) {
        var resource = cluster.admin().pods().inNamespace(cluster.namespace).withName(pod);
        resource.waitUntilCondition(
                found -> found != null
                        && found.getStatus() != null
                        && !found.getStatus().getContainerStatuses().isEmpty(),
                1,
                TimeUnit.MINUTES);
        cluster.propagation()
                .retryConflicts(() -> resource.editStatus(found -> {
                    PodStatusBuilder status = new PodStatusBuilder(found.getStatus());
                    change.accept(status);
                    found.setStatus(status.build());
                    return found;
                }));
    }

    private static void terminate(PodStatusFluent<?> status, boolean runsAgain) {
        var container = status.editFirstContainerStatus().withReady(runsAgain).withRestartCount(runsAgain ? 8 : 7);
        ContainerState end = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .endTerminated()
                .build();
        ContainerState running = new ContainerStateBuilder()
                .withNewRunning("2026-01-01T00:00:00Z")
                .build();
        container.withState(runsAgain ? running : end).withLastState(end).endContainerStatus();
        status.editMatchingCondition(condition -> condition.getType().equals("Ready"))
                .withStatus(runsAgain ? "True" : "False")
                .endCondition();
    }

    /**
     * The pod has crashed seven times before the rollout, and crashes once more while the rollout scales the
     * StatefulSet.
     */
    @Test
    void crashOfLongRunningPodIsNoCrashLoop() throws InterruptedException {
        Rollout first = cluster.start(readinessGated(1));
        openGate("web-0");
        succeeded(await(first));
        status(
                "web-0",
                status -> status.editFirstContainerStatus().withRestartCount(7).endContainerStatus());
        Rollout second = cluster.start(readinessGated(2));
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .withName("web-1")
                .waitUntilCondition(java.util.Objects::nonNull, 1, TimeUnit.MINUTES);
        status("web-0", status -> terminate(status, false));
        assertThat(cluster.awaitFinding("Crash").location().name()).isEqualTo("web-0");
        status("web-0", status -> terminate(status, true));
        openGate("web-1");
        succeeded(await(second));
        assertReportedOnce("Crash");
    }

    /**
     * A pod of an old revision that is not ready but has no detected problem does not fail the rollout, even with a
     * minimal grace period.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.001})
    void slowPodOfIntermediateRevisionIsNoFailure(double scale) throws InterruptedException {
        try (TestCluster shortGraceCluster = new TestCluster(new GracePeriods(scale))) {
            assertThat(shortGraceCluster
                            .run(statefulSet(2, podTemplate("nginx:1")).build())
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            int reportedEvents = shortGraceCluster.events.all().size();
            Rollout intermediate = shortGraceCluster.start(
                    statefulSet(2, podTemplate("nginx:2", "ready", "never")).build());
            shortGraceCluster.events.await(
                    RolloutEvent.Progress.class,
                    event -> shortGraceCluster.events.all().indexOf(event) >= reportedEvents
                            && event.message().startsWith("1 of 2 replicas updated, 1"));
            // The controller replaces a pod that does not run yet.
            shortGraceCluster
                    .admin()
                    .pods()
                    .inNamespace(shortGraceCluster.namespace)
                    .withName("web-1")
                    .waitUntilCondition(
                            pod -> pod != null
                                    && pod.getSpec()
                                            .getContainers()
                                            .getFirst()
                                            .getImage()
                                            .equals("nginx:2")
                                    && "Running".equals(pod.getStatus().getPhase()),
                            1,
                            TimeUnit.MINUTES);
            Rollout newer = shortGraceCluster.start(
                    statefulSet(2, podTemplate("nginx:3")).build());
            shortGraceCluster.awaitFinding("StuckRevision");
            shortGraceCluster.makePodsReady();
            succeeded(await(newer));
            assertThat(await(intermediate).outcome()).isEqualTo(Outcome.SUPERSEDED);
            assertThat(shortGraceCluster.events.all(RolloutEvent.Found.class)).allSatisfy(event -> {
                assertThat(event.finding().signal()).isEqualTo("StuckRevision");
                assertThat(event.finding().severity()).isEqualTo(Severity.INFO);
            });
        }
    }
}
