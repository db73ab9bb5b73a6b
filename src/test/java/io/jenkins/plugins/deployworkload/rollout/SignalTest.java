package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.job;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Severity;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure is made real, by the controllers or as a kubelet would show it, and its reason asked for. */
@Tag("control-plane")
@Timeout(300)
class SignalTest {

    /** No test has minutes: what may stand for a minute may stand for 50 milliseconds. */
    private final TestCluster cluster = new TestCluster(new Graces(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec failing(String failure) {
        return pod("nginx:1", "failure", failure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image-invalid | InvalidImageName | couldn't parse image name \"nginx:1\": invalid reference format",
                "image-never   | ImageNeverPull   | Container image \"nginx:1\" is not present with pull policy of Never",
                "config        | ConfigError      | couldn't find key mode in ConfigMap",
                "create        | CreateError      | context deadline exceeded",
                "run           | RunError         | executable file not found in $PATH",
                "crash         | CrashLoop        | Error, exit code 1, 2 restarts",
                "oom           | OutOfMemory      | OOMKilled, exit code 137, 2 restarts",
                "mount         | VolumeMount      | configmap \"settings\" not found",
                "attach        | VolumeAttach     | Multi-Attach error",
                "sandbox       | Network          | cannot find a network-attachment-definition (lan)",
            })
    void whatAKubeletShowsEndsTheWait(String failure, String signal, String evidence) {
        Finding finding = cluster.failed(deployment(2, failing(failure)), signal);
        assertThat(finding.evidence()).contains(evidence);
        assertThat(finding.where().kind()).isEqualTo("Pod");
        assertThat(finding.where().name()).startsWith("web-");
        assertThat(finding.since()).isNotNull();
    }

    @Test
    void missingImageEndsTheWaitAfterItsGrace() {
        Finding finding = cluster.failed(deployment(2, pod("missing:1")), "ImagePull");
        assertThat(finding.evidence()).contains("missing:1").contains("not found");
        assertThat(finding.where().container()).isEqualTo("app");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @ParameterizedTest
    @CsvSource({"readiness, ReadinessProbe", "liveness, LivenessProbe", "startup, LivenessProbe"})
    void failingProbesAreToldButDoNotEndTheWait(String failure, String signal) throws InterruptedException {
        Finding finding = cluster.told(deployment(1, failing(failure)), signal);
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.evidence()).contains("probe failed");
    }

    @Test
    void unschedulableIsTold() {
        Finding finding = cluster.failed(
                deployment(1, pod("nginx:1", template -> template.getSpec().setNodeSelector(Map.of("gpu", "yes")))),
                "Unschedulable");
        assertThat(finding.evidence()).startsWith("0/").contains("didn't match Pod's node affinity/selector");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @Test
    void podOfAnEarlierBrokenRevisionIsTold() {
        assertThat(cluster.run(statefulSet(2, pod("nginx:1")).build()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        cluster.failed(statefulSet(2, failing("crash")).build(), "CrashLoop");
        Finding finding = cluster.failed(statefulSet(2, pod("nginx:2")).build(), "StuckRevision");
        assertThat(finding.where().name()).isEqualTo("web-1");
        assertThat(finding.advice()).contains("Delete the pod web-1");
    }

    @Test
    void evictedPodIsToldAndReplaced() throws InterruptedException {
        assertThat(cluster.told(deployment(1, failing("evicted")), "PodRejected")
                        .evidence())
                .startsWith("Evicted: The node was low on resource: memory.");
    }

    @Test
    void jobWhosePodsCannotStartFails() {
        cluster.failed(job(failing("image-invalid")), "InvalidImageName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderedReady", "Parallel"})
    void statefulSetFailsWithItsPod(String management) {
        Finding finding = cluster.failed(
                statefulSet(2, failing("crash"))
                        .editSpec()
                        .withPodManagementPolicy(management)
                        .endSpec()
                        .build(),
                "CrashLoop");
        assertThat(finding.where().name()).startsWith("web-");
    }

    @Test
    void daemonSetFailsWithItsPods() {
        cluster.failed(daemonSet(failing("config")).build(), "ConfigError");
    }
}
