package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.List;
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
 * Failures of containers in the words of the kubelet, containerd, CRI-O and runc, each with a healthy twin that shows the
 * same symptoms at first.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ContainerFailureTest {

    private static final String NO_PROGRAM =
            "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed:"
                    + " unable to start container process: ";

    /** Grace periods are scaled from a minute to 60 milliseconds. */
    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec failing(String failure, String... annotations) {
        List<String> all = new ArrayList<>(List.of("failure", failure));
        all.addAll(List.of(annotations));
        return podTemplate("nginx:1", all.toArray(String[]::new));
    }

    private static PodTemplateSpec waiting(String failure, String reason, String message) {
        return failing(failure, "reason", reason, "message", message);
    }

    private void succeeds(HasMetadata object) {
        RolloutResult result = cluster.run(object);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private List<String> signals() {
        return cluster.events.all(RolloutEvent.Found.class).stream()
                .map(event -> event.finding().signal())
                .toList();
    }

    @Test
    void terminationWithoutReasonIsReported() {
        Finding finding = cluster.deployExpectingFailure(deployment(1, failing("ends")), "CrashLoop");
        assertThat(finding.evidence()).isEqualTo("Terminated, exit code 1, 2 restarts");
    }

    @Test
    void passingTerminationWithoutReasonIsNoFailure() {
        succeeds(deployment(1, failing("ends-once")));
        assertThat(signals()).containsExactly("Crash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StartError         | exec: \"serve\": executable file not found in $PATH: unknown",
                "StartError         | exec: \"/app/serve\": stat /app/serve: no such file or directory: unknown",
                "StartError         | exec: \"/app/serve\": permission denied: unknown",
                "ContainerCannotRun | exec: \"/app/serve\": exec format error: unknown",
            })
    void startErrorAboutProgramFails(String reason, String message) {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1, failing("ends", "reason", reason, "exit-code", "128", "last-words", NO_PROGRAM + message)),
                "RunError");
        assertThat(finding.evidence()).isEqualTo(NO_PROGRAM + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ContainerCannotRun | grpc: the client connection is closing",
                "StartError         | failed to create containerd task: failed to create shim task: context deadline exceeded",
                "StartError         | failed to start containerd task \"app\": ttrpc: closed: unknown",
                "StartError         | failed to create shim task: OCI runtime create failed: error mounting \"/var/lib/kubelet/pods/1/x\" to rootfs at \"/x\": no such file or directory",
            })
    void passingStartErrorIsNoFailure(String reason, String message) {
        succeeds(deployment(1, failing("ends-once", "reason", reason, "exit-code", "128", "last-words", message)));
        assertThat(cluster.events.all(RolloutEvent.Found.class)).singleElement().satisfies(event -> {
            assertThat(event.finding().summary())
                    .isEqualTo("The container runtime failed to start the container, and the start is repeated.");
            assertThat(event.finding().evidence()).isEqualTo(reason + ", exit code 128, 1 restart: " + message);
        });
    }

    @Test
    void passingRunContainerErrorIsNoFailure() {
        succeeds(deployment(1, waiting("says-once", "RunContainerError", "context deadline exceeded: unknown")));
        assertThat(signals()).containsExactly("Crash");
    }

    @Test
    void startErrorThatDoesNotPassIsACrashLoop() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        failing(
                                "ends",
                                "reason",
                                "StartError",
                                "exit-code",
                                "128",
                                "last-words",
                                "failed to create shim task: context deadline exceeded")),
                "CrashLoop");
        assertThat(finding.summary()).isEqualTo("The container runtime repeatedly fails to start the container.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "configmap"})
    void slowCacheOfKubeletIsNoFailure(String kind) {
        succeeds(deployment(
                1,
                waiting(
                        "says-once",
                        "CreateContainerConfigError",
                        "failed to sync " + kind + " cache: timed out waiting for the condition")));
        assertThat(cluster.events.all(RolloutEvent.Found.class)).singleElement().satisfies(event -> {
            assertThat(event.finding().signal()).isEqualTo("ConfigError");
            assertThat(event.finding().summary())
                    .isEqualTo(
                            "The kubelet has not received a ConfigMap or Secret of the container in time and tries again.");
            assertThat(event.finding().advice()).doesNotContain("Create");
        });
    }

    @Test
    void imageOfRootUserFails() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        waiting(
                                "says",
                                "CreateContainerConfigError",
                                "container has runAsNonRoot and image will run as root (pod: \"web\", container: app)")),
                "ConfigError");
        assertThat(finding.summary()).contains("must not run as root");
    }

    @Test
    void crashLoopThatHealsIsNoFailure() {
        try (TestCluster standard = new TestCluster()) {
            RolloutResult first = standard.run(deployment(1, failing("crash-heals", "heals-after", "20s")));
            assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(standard.events.all(RolloutEvent.Found.class))
                    .extracting(event -> event.finding().signal())
                    .contains("CrashLoop");
            RolloutResult update =
                    standard.run(deployment(1, podTemplate("nginx:2", "failure", "crash-heals", "heals-after", "20s")));
            assertThat(update.outcome()).as(update.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void backOffWithoutLastStateIsACrashLoop() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        failing(
                                "says",
                                "reason",
                                "CrashLoopBackOff",
                                "message",
                                "back-off 1m20s restarting failed container=app",
                                "restarts",
                                "4")),
                "CrashLoop");
        assertThat(finding.evidence()).isEqualTo("CrashLoopBackOff, 4 restarts");
    }

    @Test
    void backOffWithoutLastStateThatHealsIsNoFailure() {
        try (TestCluster standard = new TestCluster()) {
            RolloutResult result = standard.run(deployment(
                    1, failing("says-once", "reason", "CrashLoopBackOff", "message", "back-off", "restarts", "4")));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void failedPodWithoutReasonOfStatefulSetIsReported() throws InterruptedException {
        Rollout rollout = cluster.start(
                statefulSet(1, podTemplate("nginx:1", "ready", "never")).build());
        // The controller may replace a failed pod before the rollout looks at it, so pods fail until one is reported.
        while (cluster.events.all(RolloutEvent.Found.class).isEmpty()) {
            cluster.terminatePod(new PodStatusBuilder().withPhase("Failed").build());
        }
        assertThat(cluster.awaitFinding("PodRejected").summary())
                .isEqualTo("The pod has failed. The controller creates another pod.");
        cluster.awaitPod(pod -> "Running".equals(pod.getStatus().getPhase()));
        cluster.makePodsReady();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private static PodTemplateSpec foreign() {
        PodTemplateSpec template = failing("crash");
        template.getSpec().getContainers().getFirst().setName("foreign");
        return template;
    }

    @Test
    void programForAnotherArchitectureFailsAtOnce() {
        try (TestCluster standard = new TestCluster()) {
            Finding finding = standard.deployExpectingFailure(deployment(1, foreign()), "RunError");
            assertThat(finding.summary())
                    .isEqualTo(
                            "The program of the container is built for another CPU architecture than that of its node.");
            assertThat(finding.evidence())
                    .startsWith("exec /usr/local/bin/serve: exec format error\nNode node-")
                    .endsWith(" has the CPU architecture amd64.");
        }
    }

    @Test
    void programForAnotherArchitectureFailsWithoutPermissionForNodes() {
        try (TestCluster restricted =
                new TestCluster(SharedControlPlane.get().tokenFor("deployer"), GracePeriods.standard())) {
            restricted.grant(
                    TestCluster.rule("apps", "deployments", "get", "list", "watch", "create", "patch"),
                    TestCluster.rule("apps", "replicasets", "list", "watch"),
                    TestCluster.rule("", "configmaps", "get", "create", "update"),
                    TestCluster.rule("", "pods", "list", "watch"),
                    TestCluster.rule("", "pods/log", "get"));
            Finding finding = restricted.deployExpectingFailure(deployment(1, foreign()), "RunError");
            assertThat(finding.evidence()).isEqualTo("exec /usr/local/bin/serve: exec format error");
        }
    }

    private static Probe probe(int period, int threshold) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/live")
                .withNewPort(8080)
                .endHttpGet()
                .withPeriodSeconds(period)
                .withFailureThreshold(threshold)
                .build();
    }

    private static PodTemplateSpec killed(String failure, String message, Probe liveness, Probe startup) {
        PodTemplateSpec template = podTemplate("nginx:2", "failure", failure, "probe", message);
        var container = template.getSpec().getContainers().getFirst();
        container.setLivenessProbe(liveness);
        container.setStartupProbe(startup);
        container.getEnv().add(new EnvVar("TOKEN", "correct-horse", null));
        return template;
    }

    @Test
    void killByProbeComparesItsLimitWithEarlierStart() {
        succeeds(deployment(1, podTemplate("nginx:1", "ready-after", "3s")));
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        killed(
                                "killed",
                                "Liveness probe failed: HTTP probe failed with statuscode: 500, token correct-horse",
                                probe(1, 2),
                                null)),
                "CrashLoop");
        assertThat(finding.summary()).isEqualTo("The container is killed repeatedly because its liveness probe fails.");
        assertThat(finding.evidence().lines())
                .hasSize(4)
                .contains(
                        "Error, exit code 137, 2 restarts",
                        "Liveness probe failed: HTTP probe failed with statuscode: 500, token ***",
                        "The liveness probe allows 2 s: initialDelaySeconds 0 + periodSeconds 1 × failureThreshold 2.")
                .anySatisfy(line -> assertThat(line)
                        .matches(
                                "Another pod of the workload needed ([3-9]|\\d\\d) s from the start of this container until it was"
                                        + " ready\\."));
        assertThat(finding.advice()).startsWith("The liveness probe allows less time than the program needs to start.");
    }

    @Test
    void killByProbeNamesStartupProbe() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        killed(
                                "killed",
                                "Startup probe failed: dial tcp 10.64.0.1:8080: connect: connection refused",
                                null,
                                probe(5, 6))),
                "CrashLoop");
        assertThat(finding.summary()).isEqualTo("The container is killed repeatedly because its startup probe fails.");
        assertThat(finding.evidence())
                .endsWith(
                        "The startup probe allows 30 s: initialDelaySeconds 0 + periodSeconds 5 × failureThreshold 6.");
    }

    @Test
    void passingKillByStartupProbeIsNoFailure() {
        succeeds(deployment(1, killed("killed-once", "Startup probe failed: timeout", null, probe(5, 6))));
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(event -> event.finding().summary())
                .contains("The container was killed because its startup probe failed, and is restarted.");
    }
}
