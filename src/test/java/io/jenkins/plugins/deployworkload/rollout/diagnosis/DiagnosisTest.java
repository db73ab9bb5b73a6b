package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the diagnosis of several pods over time, with a clock that the test controls. */
class DiagnosisTest {

    private static final String BEFORE_ROLLOUT = "2025-06-01T00:00:00Z";
    private static final String DURING_ROLLOUT = "2026-01-01T00:00:05Z";

    private final AtomicLong clock = new AtomicLong();
    private final Diagnosis diagnosis = new Diagnosis(GracePeriods.standard(), clock::get);
    private final WorkloadCache cache = new WorkloadCache(Instant.parse("2026-01-01T00:00:00Z"));
    private final HasMetadata deployment = new DeploymentBuilder()
            .withNewMetadata()
            .withName("web")
            .withUid("deployment")
            .addToAnnotations("deployment.kubernetes.io/revision", "2")
            .endMetadata()
            .build();

    @BeforeEach
    void createReplicaSets() {
        replicaSet("old", "1");
        replicaSet("new", "2");
    }

    private void replicaSet(String uid, String revision) {
        cache.upsert(new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("web-" + uid)
                .withUid(uid)
                .addToAnnotations("deployment.kubernetes.io/revision", revision)
                .addNewOwnerReference()
                .withUid("deployment")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build());
    }

    private static PodBuilder pod(String uid, String owner, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-" + uid)
                .withUid(uid)
                .addNewOwnerReference()
                .withUid(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus();
    }

    private static Pod waiting(String uid, String owner, String reason) {
        return pod(uid, owner, false)
                .editStatus()
                .addNewContainerStatus()
                .withName("app")
                .withNewState()
                .withNewWaiting("it is so", reason)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private Diagnosis.Report diagnose() {
        return diagnosis.diagnose(cache, deployment);
    }

    @Test
    void failsOnlyWhenEveryPodOfNewRevisionFails() {
        cache.upsert(waiting("a", "new", "InvalidImageName"));
        cache.upsert(pod("b", "new", false).build());
        assertThat(diagnose().active()).hasSize(1);
        assertThat(diagnose().fatal()).as("one pod is starting").isEmpty();
        cache.upsert(pod("b", "new", true).build());
        assertThat(diagnose().fatal()).as("one pod is ready").isEmpty();
        cache.upsert(waiting("b", "new", "InvalidImageName"));
        assertThat(diagnose().fatal()).isPresent();
        assertThat(diagnose().active()).as("the same reason is reported once").hasSize(1);
    }

    @Test
    void ignoresOldAndTerminatingPods() {
        cache.upsert(waiting("a", "old", "InvalidImageName"));
        cache.upsert(new PodBuilder(waiting("b", "new", "InvalidImageName"))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build());
        assertThat(diagnose().active()).isEmpty();
        cache.upsert(waiting("c", "new", "InvalidImageName"));
        assertThat(diagnose().fatal()).isPresent();
        cache.delete(waiting("c", "new", "InvalidImageName"));
        assertThat(diagnose().fatal()).isEmpty();
    }

    @Test
    void matchesPodsByTemplateWhenReplicaSetsAreNotVisible() {
        WorkloadCache podsOnly = new WorkloadCache(Instant.parse("2026-01-01T00:00:00Z"));
        HasMetadata rolledBack = new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("deployment")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .endStatus()
                .build();
        podsOnly.upsert(podWithImage("web:1", pod("a", "good", true).build(), "2026-01-01T00:00:01Z"));
        podsOnly.upsert(podWithImage("web:2", waiting("b", "broken", "InvalidImageName"), "2026-01-01T00:00:02Z"));
        assertThat(diagnosis.diagnose(podsOnly, rolledBack).active()).isEmpty();
        podsOnly.upsert(podWithImage("web:1", waiting("c", "good", "InvalidImageName"), "2026-01-01T00:00:03Z"));
        assertThat(diagnosis.diagnose(podsOnly, rolledBack).active()).hasSize(1);
    }

    /**
     * The diagnosis must ignore the failure in the Deployment's status as long as it can be the failure of the old
     * ReplicaSet.
     */
    @Test
    void ignoresCreateFailureOfPreviousRevisionUntilNewReplicaSetIsSeen() {
        Deployment refused = new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("deployment")
                .addToAnnotations("deployment.kubernetes.io/revision", "3")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .endSpec()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage("pods is forbidden: violates PodSecurity")
                .endCondition()
                .endStatus()
                .build();
        assertThat(diagnosis.diagnose(cache, refused).active()).isEmpty();
        replicaSet("newest", "3");
        assertThat(diagnosis.diagnose(cache, refused).active()).isEmpty();
        WorkloadCache podsOnly = new WorkloadCache(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(diagnosis.diagnose(podsOnly, refused).active())
                .as("without permission for ReplicaSets, the only source")
                .hasSize(1);
    }

    private static Pod podWithImage(String image, Pod pod, String created) {
        return new PodBuilder(pod)
                .editMetadata()
                .withCreationTimestamp(created)
                .endMetadata()
                .editSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void daemonSetFailsOnOneFatalPod() {
        HasMetadata set = new DaemonSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("set")
                .endMetadata()
                .withNewStatus()
                .endStatus()
                .build();
        cache.upsert(waiting("a", "set", "InvalidImageName"));
        cache.upsert(pod("b", "set", true).build());
        assertThat(diagnosis.diagnose(cache, set).fatal()).isPresent();
    }

    @Test
    void gracePeriodRestartsWhenReasonReturns() {
        cache.upsert(waiting("a", "new", "ImagePullBackOff"));
        Diagnosis.Report first = diagnose();
        assertThat(first.fatal()).isEmpty();
        assertThat(first.active().getFirst().finding().severity()).isEqualTo(Severity.GRACE);
        assertThat(first.recheckAfter()).contains(Duration.ofSeconds(60));
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        // ErrImagePull and ImagePullBackOff are the same signal, so the grace period continues; the kubelet alternates
        // between the two.
        cache.upsert(waiting("a", "new", "ErrImagePull"));
        assertThat(diagnose().recheckAfter()).contains(Duration.ofSeconds(1));
        cache.upsert(pod("a", "new", false).build());
        assertThat(diagnose().active()).isEmpty();
        cache.upsert(waiting("a", "new", "ErrImagePull"));
        assertThat(diagnose().recheckAfter()).contains(Duration.ofSeconds(60));
        clock.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(diagnose().fatal()).isPresent();
    }

    @Test
    void failsWhenPodsFailForDifferentReasons() {
        cache.upsert(waiting("a", "new", "InvalidImageName"));
        cache.upsert(waiting("b", "new", "ErrImageNeverPull"));
        assertThat(diagnose().fatal()).map(active -> active.finding().signal()).contains("InvalidImageName");
    }

    private static Event warning(String about, String reason, String time) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(about + "." + reason)
                .withUid(about + reason)
                .endMetadata()
                .withNewInvolvedObject()
                .withUid(about)
                .endInvolvedObject()
                .withReason(reason)
                .withMessage("it is so")
                .withLastTimestamp(time)
                .build();
    }

    @Test
    void createFailureEndsWhenPodIsCreated() {
        HasMetadata set = statefulSetOfThree();
        cache.upsert(warning("set", "FailedCreate", "2026-01-01T00:00:10Z"));
        assertThat(diagnosis.diagnose(cache, set).active()).hasSize(1);
        cache.upsert(pod("a", "set", true)
                .editMetadata()
                .withCreationTimestamp("2026-01-01T00:00:12Z")
                .endMetadata()
                .build());
        assertThat(diagnosis.diagnose(cache, set).active()).isEmpty();
        cache.upsert(warning("set", "FailedCreate", "2026-01-01T00:00:20Z"));
        assertThat(diagnosis.diagnose(cache, set).active()).hasSize(1);
    }

    @Test
    void resolvedMountFailureIsNotReportedDuringSlowPull() {
        cache.upsert(waiting("a", "new", "ContainerCreating"));
        cache.upsert(warning("a", "FailedMount", "2026-01-01T00:00:10Z"));
        assertThat(diagnose().active()).hasSize(1);
        cache.upsert(new PodBuilder(waiting("a", "new", "ContainerCreating"))
                .editStatus()
                .addNewCondition()
                .withType("PodReadyToStartContainers")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
        assertThat(diagnose().active()).isEmpty();
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(signals())
                .as("after a minute, no pod is waited for in silence")
                .containsExactly("NotReady");
    }

    /** The clock of a pod runs from the first time that it is seen unready, whatever was reported about it. */
    @Test
    void describesPodThatIsNotReadyForAMinute() {
        cache.upsert(waiting("a", "new", "ContainerCreating"));
        assertThat(diagnose().active()).isEmpty();
        assertThat(diagnose().recheckAfter()).contains(Duration.ofMinutes(1));
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        cache.upsert(waiting("a", "new", "ErrImagePull"));
        assertThat(signals()).containsExactly("ImagePull");
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        cache.upsert(waiting("a", "new", "ContainerCreating"));
        assertThat(diagnose().active()).singleElement().satisfies(active -> {
            assertThat(active.finding().summary()).isEqualTo("The container has not started (ContainerCreating).");
            assertThat(active.finding().severity()).isEqualTo(Severity.INFO);
        });
        cache.upsert(pod("a", "new", true).build());
        assertThat(diagnose().active()).isEmpty();
    }

    /** The first pod recovers while the second one begins to fail. */
    @Test
    void eachPodHasItsOwnGracePeriod() {
        HasMetadata set = statefulSetOfThree();
        cache.upsert(waiting("a", "set", "ImagePullBackOff"));
        diagnosis.diagnose(cache, set);
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        cache.upsert(waiting("b", "set", "ImagePullBackOff"));
        diagnosis.diagnose(cache, set);
        cache.upsert(pod("a", "set", true).build());
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(diagnosis.diagnose(cache, set).fatal()).isEmpty();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(diagnosis.diagnose(cache, set).fatal()).isPresent();
    }

    /** The kubelet mounts all volumes before it creates the sandbox. */
    @Test
    void mountFailureIsOverWhenSandboxFails() {
        cache.upsert(waiting("a", "new", "ContainerCreating"));
        cache.upsert(warning("a", "FailedMount", "2026-01-01T00:00:10Z"));
        assertThat(signals()).containsExactly("VolumeMount");
        cache.upsert(warning("a", "FailedCreatePodSandBox", "2026-01-01T00:00:20Z"));
        assertThat(signals()).containsExactly("Network");
    }

    @Test
    void reportsUnknownWarningsWithoutFailing() {
        cache.upsert(pod("a", "new", false).build());
        cache.upsert(warning("a", "NetworkNotReady", "2026-01-01T00:00:10Z"));
        Diagnosis.Report report = diagnose();
        assertThat(report.fatal()).isEmpty();
        assertThat(report.recheckAfter()).isEmpty();
        assertThat(report.active())
                .singleElement()
                .satisfies(active -> assertThat(active.finding().sentence())
                        .isEqualTo("Pod web-a: Warning event: NetworkNotReady. it is so."));
    }

    private HasMetadata statefulSetOfThree() {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("set")
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withNewTemplate()
                .withNewSpec()
                .endSpec()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .endStatus()
                .build();
    }

    private Event createFailure(String message) {
        return new EventBuilder(warning("set", "FailedCreate", "2026-01-01T00:00:10Z"))
                .withMessage(message)
                .build();
    }

    @Test
    void quotaIsNotReportedWhileAPodTerminates() {
        Pod going = pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build();
        cache.upsert(going);
        cache.upsert(createFailure("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).active()).isEmpty();
        cache.delete(going);
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).active()).hasSize(1);
    }

    /**
     * The controller retries with exponential back-off. If a retry still exceeds the quota 90 s after the first
     * attempt, the next retry follows about 164 s after the first attempt.
     */
    @Test
    void quotaGracePeriodIsExtendedByTimeUntilPodsTerminated() {
        Pod going = pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build();
        cache.upsert(going);
        cache.upsert(createFailure("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).recheckAfter())
                .isEmpty();
        clock.addAndGet(Duration.ofSeconds(90).toNanos());
        cache.delete(going);
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).recheckAfter())
                .contains(Duration.ofSeconds(90 + 45));
        clock.addAndGet(Duration.ofSeconds(90 + 44).toNanos());
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).fatal()).isEmpty();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).fatal()).isPresent();
    }

    @Test
    void quotaWithoutTerminatingPodsHasStandardGracePeriod() {
        cache.upsert(createFailure("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).recheckAfter())
                .contains(Duration.ofSeconds(45));
        clock.addAndGet(Duration.ofSeconds(45).toNanos());
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).fatal()).isPresent();
    }

    @Test
    void terminatingPodDoesNotHideOtherDenials() {
        cache.upsert(pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build());
        cache.upsert(createFailure("pods is forbidden: violates PodSecurity"));
        assertThat(diagnosis.diagnose(cache, statefulSetOfThree()).active()).hasSize(1);
    }

    @Test
    void jobBackoffLimitDecidesAboutRetries() {
        HasMetadata job = new JobBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("job")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        cache.upsert(waiting("a", "job", "RunContainerError"));
        assertThat(diagnosis.diagnose(cache, job).active()).hasSize(1);
        assertThat(diagnosis.diagnose(cache, job).fatal()).isEmpty();
        cache.upsert(waiting("a", "job", "InvalidImageName"));
        assertThat(diagnosis.diagnose(cache, job).fatal())
                .as("a retry cannot succeed")
                .isPresent();
    }

    /**
     * Returns a pod whose container has restarted.
     *
     * @param time the creation time, before or during the rollout
     */
    private static PodBuilder restartedPod(String time, String container, int restarts, boolean running, int exitCode) {
        ContainerState ended = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 0 ? "Completed" : "Error")
                .endTerminated()
                .build();
        ContainerState now = running
                ? new ContainerStateBuilder().withNewRunning().endRunning().build()
                : ended;
        return pod("a", "new", false)
                .editMetadata()
                .withCreationTimestamp(time)
                .endMetadata()
                .editStatus()
                .addNewContainerStatus()
                .withName(container)
                .withReady(false)
                .withRestartCount(restarts)
                .withState(now)
                .withLastState(ended)
                .endContainerStatus()
                .endStatus();
    }

    private List<String> signals() {
        return diagnose().active().stream()
                .map(active -> active.finding().signal())
                .toList();
    }

    @Test
    void ignoresRestartsBeforeTheRollout() {
        cache.upsert(restartedPod(BEFORE_ROLLOUT, "app", 7, true, 1).build());
        assertThat(signals()).isEmpty();
        cache.upsert(restartedPod(BEFORE_ROLLOUT, "app", 7, false, 1).build());
        assertThat(signals()).containsExactly("Crash");
        cache.upsert(restartedPod(BEFORE_ROLLOUT, "app", 9, false, 1).build());
        assertThat(signals()).as("three restarts since then").containsExactly("CrashLoop");
    }

    @Test
    void countsPodsAlreadyInCrashLoopBackOff() {
        cache.upsert(
                new PodBuilder(restartedPod(BEFORE_ROLLOUT, "app", 7, false, 1).build())
                        .editStatus()
                        .editFirstContainerStatus()
                        .withNewState()
                        .withNewWaiting("back-off 5m0s restarting failed container", "CrashLoopBackOff")
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
        assertThat(signals()).containsExactly("CrashLoop");
    }

    @Test
    void countsAllRestartsOfPodsCreatedDuringTheRollout() {
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 2, false, 1).build());
        assertThat(signals()).containsExactly("CrashLoop");
    }

    @Test
    void crashLoopPersistsWhileContainerRunsBriefly() {
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 2, true, 1).build());
        assertThat(signals()).as("two restarts, and running").isEmpty();
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 2, false, 1).build());
        assertThat(signals()).containsExactly("CrashLoop");
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 3, true, 1).build());
        assertThat(diagnose().active()).singleElement().satisfies(active -> {
            assertThat(active.finding().signal()).isEqualTo("CrashLoop");
            assertThat(active.previous()).as("log of the previous run").isTrue();
        });
        cache.upsert(pod("a", "new", true).build());
        assertThat(signals()).as("ready").isEmpty();
    }

    @Test
    void exitCodeZeroIsACrashOnlyWithRestartPolicyAlways() {
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 0, false, 0).build());
        assertThat(signals()).as("not restarted yet").isEmpty();
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 1, false, 0).build());
        assertThat(signals()).containsExactly("Crash");
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 2, false, 0).build());
        assertThat(diagnose().active().getFirst().finding().summary()).contains("completes without an error");
        cache.upsert(restartedPod(DURING_ROLLOUT, "app", 2, false, 0)
                .editSpec()
                .withRestartPolicy("OnFailure")
                .endSpec()
                .build());
        assertThat(signals()).as("pod of a Job").isEmpty();
    }

    @Test
    void completedInitContainerIsNotACrash() {
        PodBuilder pod = restartedPod(DURING_ROLLOUT, "app", 2, false, 0)
                .editSpec()
                .addNewInitContainer()
                .withName("app")
                .endInitContainer()
                .endSpec();
        cache.upsert(pod.build());
        assertThat(signals()).isEmpty();
        cache.upsert(pod.editSpec()
                .editFirstInitContainer()
                .withRestartPolicy("Always")
                .endInitContainer()
                .endSpec()
                .build());
        assertThat(signals()).as("sidecar container").containsExactly("CrashLoop");
    }

    /** The kubelet sends the event of a failed probe at once, but can update the pod's status later. */
    @Test
    void requestsLogOfContainerWithFailingProbeBeforeStatusShowsItRunning() {
        cache.upsert(waiting("a", "new", "ContainerCreating"));
        cache.upsert(new EventBuilder(warning("a", "Unhealthy", DURING_ROLLOUT))
                .editInvolvedObject()
                .withFieldPath("spec.containers{app}")
                .endInvolvedObject()
                .withMessage("Readiness probe failed: HTTP probe failed with statuscode: 503")
                .build());
        assertThat(diagnose().active()).singleElement().satisfies(active -> {
            assertThat(active.finding().signal()).isEqualTo("ReadinessProbe");
            assertThat(active.logPod()).isEqualTo("web-a");
            assertThat(active.previous()).isFalse();
        });
    }

    @Test
    void claimWarningsBecomeRelevantWhenPodMountsTheClaim() {
        Event event = new EventBuilder(warning("claim", "ProvisioningFailed", DURING_ROLLOUT))
                .editInvolvedObject()
                .withKind("PersistentVolumeClaim")
                .withName("data")
                .endInvolvedObject()
                .build();
        cache.upsert(event);
        assertThat(cache.isRelevant(event)).isFalse();
        cache.upsert(pod("a", "new", false)
                .editSpec()
                .addNewVolume()
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .build());
        assertThat(cache.isRelevant(event)).isTrue();
        assertThat(signals()).containsExactly("Provisioning");
    }
}
