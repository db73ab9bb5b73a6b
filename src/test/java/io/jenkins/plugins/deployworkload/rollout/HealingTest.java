package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodStatusFluent;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Severity;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What begins as a failure does and then runs is told, and is none. The graces are those of every day. */
@Tag("control-plane")
@Timeout(300)
class HealingTest {

    private final TestCluster cluster = new TestCluster(Graces.standard());

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private void succeeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.findings()).isEmpty();
    }

    private void toldOnce(String signal) {
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
    void whatHealsIsToldOnceAndIsNoFailure(String failure, String signal) {
        succeeded(cluster.run(deployment(2, pod("nginx:1", "failure", failure))));
        toldOnce(signal);
    }

    @Test
    void slowPullIsNotEvenTold() {
        try (TestCluster impatient = new TestCluster(new Graces(0.001))) {
            RolloutResult result = impatient.run(deployment(2, pod("nginx:1", "failure", "pull-once")));
            succeeded(result);
            assertThat(impatient.events.all(RolloutEvent.Found.class)).isEmpty();
        }
    }

    @Test
    void lateNodeIsNoFailure() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(
                1,
                pod("nginx:1", template -> template.getSpec().setNodeSelector(Map.of("rollout", cluster.namespace)))));
        cluster.found("Unschedulable");
        cluster.admin()
                .nodes()
                .withName("node-1")
                .edit(node ->
                        with(node, found -> found.getMetadata().getLabels().put("rollout", cluster.namespace)));
        succeeded(await(rollout));
        toldOnce("Unschedulable");
    }

    @Test
    void evictedPodThatIsReplacedIsNoFailure() throws InterruptedException {
        Rollout rollout = cluster.start(deployment(1, pod("nginx:1", "ready", "never")));
        cluster.endPod(new PodStatusBuilder()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .build());
        assertThat(cluster.found("PodRejected").evidence()).isEqualTo("Evicted: The node was low on resource: memory.");
        cluster.letBeReady();
        succeeded(await(rollout));
        toldOnce("PodRejected");
    }

    @Test
    void killedOnceByItsProbeIsNoFailure() {
        succeeded(cluster.run(deployment(2, pod("nginx:1", "failure", "killed-once"))));
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(event -> event.finding().signal())
                .containsOnly("Crash", "LivenessProbe");
    }

    /**
     * Its pods become ready when the test says so, two seconds after they were made at the earliest: times of the API are
     * whole seconds, and a pod is to be older than the rollout that begins then.
     */
    private static StatefulSet gated(int replicas) {
        PodTemplateSpec pod = pod("nginx:1", "ready-after", "2s");
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
        resource.editStatus(found -> {
            PodStatusBuilder status = new PodStatusBuilder(found.getStatus());
            change.accept(status);
            found.setStatus(status.build());
            return found;
        });
    }

    private static void ended(PodStatusFluent<?> status, boolean runsAgain) {
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

    /** In months it has crashed seven times, and does so once more while the set is scaled. */
    @Test
    void oneMoreCrashOfAnOldPodIsNoLoop() throws InterruptedException {
        Rollout first = cluster.start(gated(1));
        openGate("web-0");
        succeeded(await(first));
        status(
                "web-0",
                status -> status.editFirstContainerStatus().withRestartCount(7).endContainerStatus());
        Rollout second = cluster.start(gated(2));
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .withName("web-1")
                .waitUntilCondition(java.util.Objects::nonNull, 1, TimeUnit.MINUTES);
        status("web-0", status -> ended(status, false));
        assertThat(cluster.found("Crash").where().name()).isEqualTo("web-0");
        status("web-0", status -> ended(status, true));
        openGate("web-1");
        succeeded(await(second));
        toldOnce("Crash");
    }

    /** Its grace is over in no time: that it is not ready is no reason to give it up. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.001})
    void slowPodOfARevisionBetweenHoldsUpAStatefulSetOnlyForAWhile(double scale) throws InterruptedException {
        try (TestCluster impatient = new TestCluster(new Graces(scale))) {
            assertThat(impatient.run(statefulSet(2, pod("nginx:1")).build()).outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            int told = impatient.events.all().size();
            Rollout between = impatient.start(
                    statefulSet(2, pod("nginx:2", "ready", "never")).build());
            impatient.events.await(
                    RolloutEvent.Progress.class,
                    event -> impatient.events.all().indexOf(event) >= told
                            && event.message().startsWith("1 of 2 replicas updated, 1"));
            Rollout newer = impatient.start(statefulSet(2, pod("nginx:3")).build());
            impatient.found("StuckRevision");
            impatient.letBeReady();
            succeeded(await(newer));
            assertThat(await(between).outcome()).isEqualTo(Outcome.SUPERSEDED);
            assertThat(impatient.events.all(RolloutEvent.Found.class)).allSatisfy(event -> {
                assertThat(event.finding().signal()).isEqualTo("StuckRevision");
                assertThat(event.finding().severity()).isEqualTo(Severity.INFO);
            });
        }
    }
}
