package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "config-once,    ConfigError",
        "create-once,    CreateError",
        "crash-once,     Crash",
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
        Rollout rollout = cluster.start(deployment(1, pod("nginx:1", "ready-after", "3s")));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().startsWith("1 of 1 replicas updated, 0"));
        Pod pod = cluster.admin()
                .pods()
                .inNamespace(cluster.namespace)
                .list()
                .getItems()
                .getFirst();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on resource: memory.")
                .build());
        cluster.admin().resource(pod).patchStatus();
        assertThat(cluster.found("PodRejected").evidence()).isEqualTo("Evicted: The node was low on resource: memory.");
        succeeded(await(rollout));
        toldOnce("PodRejected");
    }

    @Test
    void slowPodOfARevisionBetweenHoldsUpAStatefulSetOnlyForAWhile() throws InterruptedException {
        assertThat(cluster.run(statefulSet(2, pod("nginx:1")).build()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        int told = cluster.events.all().size();
        Rollout between = cluster.start(
                statefulSet(2, pod("nginx:2", "ready-after", "4s")).build());
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> cluster.events.all().indexOf(event) >= told
                        && event.message().startsWith("1 of 2 replicas updated, 1"));
        succeeded(cluster.run(statefulSet(2, pod("nginx:3")).build()));
        assertThat(await(between).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .allSatisfy(event -> assertThat(event.finding().signal()).isEqualTo("StuckRevision"));
    }
}
