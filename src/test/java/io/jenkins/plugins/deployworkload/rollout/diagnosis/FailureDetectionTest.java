package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the detection of each failure. The real controllers report failures of scheduling and pod creation; kwok
 * reports failures of containers as a kubelet does.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FailureDetectionTest {

    /** The grace periods are divided by 1000, so that failures end a rollout quickly. */
    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec failing(String failure) {
        return podTemplate("nginx:1", "failure", failure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image-invalid | InvalidImageName | couldn't parse image name \"nginx:1\": invalid reference format",
                "image-never   | ImageNeverPull   | Container image \"nginx:1\" is not present with pull policy of Never",
                "image-inspect | ImagePull        | Failed to inspect image",
                "registry      | ImagePull        | image pull failed for nginx:1 because the registry is unavailable",
                "config        | ConfigError      | couldn't find key mode in ConfigMap",
                "create        | CreateError      | context deadline exceeded",
                "run           | RunError         | executable file not found in $PATH",
                "start-error   | RunError         | executable file not found in $PATH",
                "cannot-run    | RunError         | permission denied",
                "crash         | CrashLoop        | Error, exit code 1, 2 restarts",
                "exit          | CrashLoop        | Completed, exit code 0, 2 restarts",
                "killed        | CrashLoop        | Error, exit code 137, 2 restarts",
                "killed-well   | CrashLoop        | Completed, exit code 0, 2 restarts",
                "oom           | OutOfMemory      | OOMKilled, exit code 137, 2 restarts",
                "mount         | VolumeMount      | configmap \"settings\" not found",
                "attach        | VolumeAttach     | Multi-Attach error",
                "sandbox       | Network          | cannot find a network-attachment-definition (lan)",
            })
    void kubeletFailureEndsWait(String failure, String signal, String evidence) {
        Finding finding = cluster.deployExpectingFailure(deployment(2, failing(failure)), signal);
        assertThat(finding.evidence()).contains(evidence);
        assertThat(finding.location().kind()).isEqualTo("Pod");
        assertThat(finding.location().name()).startsWith("web-");
        assertThat(finding.since()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "crash,       is crash-looping",
        "exit,        completes without an error",
        "killed,      its liveness probe fails",
        "killed-well, its liveness probe fails",
    })
    void crashLoopNamesCauseOfTermination(String failure, String text) {
        Finding finding = cluster.deployExpectingFailure(deployment(1, failing(failure)), "CrashLoop");
        assertThat(finding.summary()).contains(text);
        assertThat(finding.log()).as("log of the previous run").isNotEmpty();
    }

    @Test
    void livenessKillReportsProbeMessage() {
        cluster.deployExpectingFailure(deployment(1, failing("killed")), "CrashLoop");
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .filteredOn(event -> event.finding().signal().equals("LivenessProbe"))
                .singleElement()
                .satisfies(event -> assertThat(event.finding().evidence())
                        .isEqualTo("Liveness probe failed: HTTP probe failed with statuscode: 500"));
    }

    @Test
    void showsTerminationMessage() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(1, podTemplate("nginx:1", "failure", "crash", "last-words", "the table orders is locked")),
                "CrashLoop");
        assertThat(finding.lines()).contains("  | the table orders is locked");
        assertThat(finding.sentence()).as("may contain secrets").doesNotContain("orders");
    }

    /** The containers of the two pods crash alternately: they are never in back-off at the same time. */
    @Test
    void alternatingCrashesEndWait() {
        cluster.deployExpectingFailure(
                statefulSet(2, failing("crash-apart"))
                        .editSpec()
                        .withPodManagementPolicy("Parallel")
                        .endSpec()
                        .build(),
                "CrashLoop");
    }

    @Test
    void keepsGracePeriodPerObject() {
        try (TestCluster later = new TestCluster(new GracePeriods(0.02))) {
            Deployment first = deploymentOfPart("first", podTemplate("missing:1"));
            Deployment second = deploymentOfPart("second", podTemplate("nginx:1", "ready", "never"));
            RolloutResult result = later.run(first, second);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertThat(result.message()).startsWith("Deployment web-first: ");
        }
    }

    private static Deployment deploymentOfPart(String name, PodTemplateSpec pod) {
        pod.getMetadata().getLabels().put("part", name);
        return edit(deployment(1, pod), object -> {
            object.getMetadata().setName("web-" + name);
            object.getSpec().getSelector().getMatchLabels().put("part", name);
        });
    }

    @Test
    void reportsMissingImageOfInitContainer() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        podTemplate(
                                "nginx:1",
                                template -> template.getSpec()
                                        .getInitContainers()
                                        .add(new ContainerBuilder()
                                                .withName("prepare")
                                                .withImage("missing:1")
                                                .build()))),
                "ImagePull");
        assertThat(finding.location().container()).isEqualTo("prepare");
        assertThat(finding.evidence()).contains("missing:1").contains("not found");
    }

    @Test
    void timeoutReportsReadinessProbeWithLog() throws InterruptedException {
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, deployment(1, failing("readiness")));
        cluster.awaitFinding("ReadinessProbe");
        cluster.expireTimeouts();
        RolloutResult result = TestCluster.await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.signal()).isEqualTo("ReadinessProbe");
            assertThat(finding.evidence()).isEqualTo("Readiness probe failed: HTTP probe failed with statuscode: 503");
            assertThat(finding.log()).endsWith("Waiting for db:5432");
        });
    }

    @Test
    void missingImageEndsWaitAfterGracePeriod() {
        Finding finding = cluster.deployExpectingFailure(deployment(2, podTemplate("missing:1")), "ImagePull");
        assertThat(finding.evidence()).contains("missing:1").contains("not found");
        assertThat(finding.location().container()).isEqualTo("app");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @ParameterizedTest
    @CsvSource({"readiness, ReadinessProbe", "liveness, LivenessProbe", "startup, LivenessProbe"})
    void failingProbesAreReportedWithoutEndingWait(String failure, String signal) throws InterruptedException {
        Finding finding = cluster.deployExpectingFinding(deployment(1, failing(failure)), signal);
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.evidence()).contains("probe failed");
    }

    @Test
    void reportsUnschedulablePod() {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        podTemplate("nginx:1", template -> template.getSpec().setNodeSelector(Map.of("gpu", "yes")))),
                "Unschedulable");
        assertThat(finding.evidence()).startsWith("0/").contains("didn't match Pod's node affinity/selector");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu,            1000,  Insufficient cpu",
        "memory,         100Ti, Insufficient memory",
        "nvidia.com/gpu, 1,     Insufficient nvidia.com/gpu",
    })
    void reportsInsufficientResources(String resource, String amount, String text) {
        Finding finding = cluster.deployExpectingFailure(
                deployment(
                        1,
                        podTemplate(
                                "nginx:1",
                                template -> template.getSpec()
                                        .getContainers()
                                        .getFirst()
                                        .setResources(new ResourceRequirementsBuilder()
                                                .addToRequests(resource, new Quantity(amount))
                                                .addToLimits(resource, new Quantity(amount))
                                                .build()))),
                "Unschedulable");
        assertThat(finding.evidence()).startsWith("0/").contains(text);
    }

    @Test
    @ResourceLock("nodes")
    void reportsUntoleratedTaint() {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(cluster.namespace)
                .addToLabels("rollout", cluster.namespace)
                .endMetadata()
                .withNewSpec()
                .addNewTaint("NoSchedule", "team", null, "payments")
                .endSpec()
                .build();
        cluster.admin().resource(node).create();
        try {
            awaitScheduled(cluster.namespace);
            Finding finding = cluster.deployExpectingFailure(
                    deployment(
                            1,
                            podTemplate(
                                    "nginx:1",
                                    template ->
                                            template.getSpec().setNodeSelector(Map.of("rollout", cluster.namespace)))),
                    "Unschedulable");
            assertThat(finding.evidence()).startsWith("0/").contains("untolerated taint");
        } finally {
            cluster.admin().resource(node).delete();
        }
    }

    /** Waits until the scheduler knows a node, by scheduling a pod that tolerates all taints on the node. */
    private void awaitScheduled(String node) {
        cluster.create(new PodBuilder()
                .withNewMetadata()
                .withName("first")
                .endMetadata()
                .withSpec(podTemplate("nginx:1").getSpec())
                .editSpec()
                .withNodeSelector(Map.of("rollout", node))
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .endSpec()
                .build());
        var first = cluster.admin().pods().inNamespace(cluster.namespace).withName("first");
        first.waitUntilCondition(found -> found != null && found.getSpec().getNodeName() != null, 2, TimeUnit.MINUTES);
        first.withGracePeriod(0).delete();
    }

    /**
     * A StatefulSet without a healthy revision. Its first revision is broken, but is still the current revision in its
     * status.
     */
    @Test
    void reportsPodOfBrokenFirstRevision() {
        cluster.deployExpectingFailure(statefulSet(2, failing("crash")).build(), "CrashLoop");
        Finding finding = cluster.deployExpectingFailure(
                statefulSet(2, podTemplate("nginx:2")).build(), "StuckRevision");
        assertThat(finding.location().name()).isEqualTo("web-0");
        assertThat(finding.evidence()).contains("CrashLoop: Error, exit code 1, 2 restarts");
    }

    @Test
    void reportsPodOfBrokenEarlierRevision() {
        assertThat(cluster.run(statefulSet(2, podTemplate("nginx:1")).build()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        cluster.deployExpectingFailure(statefulSet(2, failing("crash")).build(), "CrashLoop");
        Finding finding = cluster.deployExpectingFailure(
                statefulSet(2, podTemplate("nginx:2")).build(), "StuckRevision");
        assertThat(finding.location().name()).isEqualTo("web-1");
        assertThat(finding.advice()).contains("Delete the pod web-1");
    }

    @Test
    void reportsEvictedPod() throws InterruptedException {
        assertThat(cluster.deployExpectingFinding(deployment(1, failing("evicted")), "PodRejected")
                        .evidence())
                .startsWith("Evicted: The node was low on resource: memory.");
    }

    @Test
    void jobWhosePodsCannotStartFails() {
        cluster.deployExpectingFailure(job(failing("image-invalid")), "InvalidImageName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderedReady", "Parallel"})
    void statefulSetFailsWithItsPod(String management) {
        Finding finding = cluster.deployExpectingFailure(
                statefulSet(2, failing("crash"))
                        .editSpec()
                        .withPodManagementPolicy(management)
                        .endSpec()
                        .build(),
                "CrashLoop");
        assertThat(finding.location().name()).startsWith("web-");
    }

    @Test
    void daemonSetFailsWithItsPods() {
        cluster.deployExpectingFailure(daemonSet(failing("config")).build(), "ConfigError");
    }
}
