package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.FailFast;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** How long a failure must last before it ends a deploy, with a controlled clock. */
class PatienceTest {

    private static final String DURING_ROLLOUT = "2026-01-01T00:00:05Z";
    private static final RolloutOptions DEFAULTS = RolloutOptions.defaults();

    private final AtomicLong clock = new AtomicLong();
    private final WorkloadCache cache = new WorkloadCache(Instant.parse("2026-01-01T00:00:00Z"));
    private final HasMetadata deployment = new DeploymentBuilder()
            .withNewMetadata()
            .withName("web")
            .withUid("deployment")
            .addToAnnotations("deployment.kubernetes.io/revision", "2")
            .endMetadata()
            .build();
    private Diagnosis diagnosis = new Diagnosis(GracePeriods.standard(), clock::get);

    PatienceTest() {
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

    private void useOptions(RolloutOptions options) {
        diagnosis = new Diagnosis(GracePeriods.standard().with(options), clock::get);
    }

    private static PodBuilder pod(String uid, String owner, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-" + uid)
                .withUid(uid)
                .withCreationTimestamp(DURING_ROLLOUT)
                .addToLabels("pod-template-hash", owner)
                .addNewOwnerReference()
                .withUid(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus();
    }

    private static ContainerState terminated(String reason, int exitCode) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .endTerminated()
                .build();
    }

    private static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }

    private void upsert(String uid, int restarts, ContainerState now, ContainerState last) {
        cache.upsert(pod(uid, "new", false)
                .editStatus()
                .addNewContainerStatus()
                .withName("app")
                .withImage("web:1")
                .withReady(false)
                .withRestartCount(restarts)
                .withState(now)
                .withLastState(last)
                .endContainerStatus()
                .endStatus()
                .build());
    }

    private void crashed(int restarts) {
        upsert("a", restarts, waiting("CrashLoopBackOff", "back-off restarting"), terminated("Error", 1));
    }

    private Optional<String> fatalAfter(Duration time) {
        clock.addAndGet(time.toNanos());
        return diagnosis
                .diagnose(cache, deployment)
                .fatal()
                .map(active -> active.finding().signal());
    }

    private Optional<String> fatalNow() {
        return fatalAfter(Duration.ZERO);
    }

    @Test
    void firstDeployWaitsForTwoMoreRunsOfCrashLoop() {
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(79))).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("CrashLoop");
    }

    @Test
    void crashLoopEndsUpdateEarlierWhileEarlierRevisionServes() {
        cache.upsert(pod("old-1", "old", true).build());
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(39))).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("CrashLoop");
    }

    @Test
    void earlierRevisionThatIsNotReadyDoesNotShortenPatience() {
        cache.upsert(pod("old-1", "old", false).build());
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(79))).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("CrashLoop");
    }

    /** The run can be the one that succeeds. The time of the crash loop goes on. */
    @Test
    void runningContainerDoesNotFailUntilItCrashesAgain() {
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        upsert("a", 3, running(), terminated("Error", 1));
        assertThat(fatalAfter(Duration.ofSeconds(100))).isEmpty();
        crashed(3);
        assertThat(fatalNow()).contains("CrashLoop");
    }

    @Test
    void crashLoopOfContainerThatRunsLongEndsAfterFiveMinutes() {
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        upsert("a", 3, running(), terminated("Error", 1));
        assertThat(fatalAfter(Duration.ofSeconds(299))).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("CrashLoop");
    }

    @Test
    void anotherPullErrorDoesNotStartTimeAgain() {
        upsert("a", 0, waiting("ErrImagePull", "dial tcp 10.0.0.1:443: connect: connection refused"), null);
        assertThat(fatalNow()).isEmpty();
        upsert("a", 0, waiting("ErrImagePull", "dial tcp 10.0.0.1:443: i/o timeout"), null);
        assertThat(fatalAfter(Duration.ofSeconds(59))).isEmpty();
        upsert("a", 0, waiting("ImagePullBackOff", "Back-off pulling image \"web:1\""), null);
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("ImagePull");
    }

    /** Kubelets before version 1.32 repeat the cause only while they pull. */
    @Test
    void remembersCauseOfPullErrorDuringBackOff() {
        upsert("a", 0, waiting("ErrImagePull", "failed to resolve reference \"web:1\": web:1: not found"), null);
        assertThat(fatalNow()).isEmpty();
        upsert("a", 0, waiting("ImagePullBackOff", "Back-off pulling image \"web:1\""), null);
        assertThat(diagnosis.diagnose(cache, deployment).active())
                .singleElement()
                .satisfies(active ->
                        assertThat(active.finding().summary()).isEqualTo("The image does not exist in the registry."));
        assertThat(fatalAfter(Duration.ofSeconds(20))).contains("ImagePull");
    }

    @Test
    void readsCauseOfPullErrorFromEvents() {
        upsert("a", 0, waiting("ImagePullBackOff", "Back-off pulling image \"web:1\""), null);
        cache.upsert(new EventBuilder()
                .withNewMetadata()
                .withUid("event")
                .endMetadata()
                .withNewInvolvedObject()
                .withUid("a")
                .withFieldPath("spec.containers{app}")
                .endInvolvedObject()
                .withReason("Failed")
                .withMessage("Failed to pull image \"web:1\": toomanyrequests: You have reached your pull rate limit.")
                .withLastTimestamp(DURING_ROLLOUT)
                .build());
        assertThat(diagnosis.diagnose(cache, deployment).active())
                .first()
                .satisfies(active -> assertThat(active.finding().summary()).contains("limits the number of pulls"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "image-pulls.txt", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void certainPullErrorsEndAfterFirstRetry(String summary, boolean certain, String reason, String message) {
        upsert("a", 0, waiting(reason, message), null);
        assertThat(fatalNow()).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(20)).isPresent()).isEqualTo(certain);
        assertThat(fatalAfter(Duration.ofSeconds(40))).contains("ImagePull");
    }

    @Test
    void strictFailsAtFirstDetection() {
        useOptions(DEFAULTS.withFailFast(FailFast.STRICT));
        upsert("a", 0, waiting("ErrImagePull", "connection refused"), null);
        assertThat(fatalNow()).contains("ImagePull");
    }

    @Test
    void strictDoesNotFailOnSignalsThatNeverEndADeploy() {
        useOptions(DEFAULTS.withFailFast(FailFast.STRICT));
        upsert("a", 1, waiting("CrashLoopBackOff", "back-off restarting"), terminated("Error", 1));
        assertThat(fatalAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void offNeverFails() {
        useOptions(DEFAULTS.withFailFast(FailFast.OFF));
        upsert("a", 0, waiting("InvalidImageName", "invalid reference format"), null);
        assertThat(fatalAfter(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void patienceReplacesTimeOfSignal() {
        useOptions(DEFAULTS.withPatience(Map.of("CrashLoop", Duration.ofMinutes(4), "ImagePull", Duration.ZERO)));
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(239))).isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(1))).contains("CrashLoop");
        upsert("a", 0, waiting("ErrImagePull", "connection refused"), null);
        assertThat(fatalNow()).contains("ImagePull");
    }

    @Test
    void patienceAppliesWithStrictAndOff() {
        Map<String, Duration> patience = Map.of("ImagePull", Duration.ofSeconds(30));
        for (FailFast failFast : new FailFast[] {FailFast.STRICT, FailFast.OFF}) {
            useOptions(DEFAULTS.withFailFast(failFast).withPatience(patience));
            upsert("a", 0, waiting("ErrImagePull", "connection refused"), null);
            assertThat(fatalNow()).isEmpty();
            assertThat(fatalAfter(Duration.ofSeconds(30))).contains("ImagePull");
        }
    }

    @Test
    void patienceCanEndDeployBecauseOfAnySignal() {
        useOptions(DEFAULTS.withPatience(Map.of("Crash", Duration.ZERO)));
        upsert("a", 1, waiting("CrashLoopBackOff", "back-off restarting"), terminated("Error", 1));
        assertThat(fatalNow()).contains("Crash");
    }

    @Test
    void slowCacheOfKubeletNeverFails() {
        upsert(
                "a",
                0,
                waiting(
                        "CreateContainerConfigError",
                        "failed to sync secret cache: timed out waiting for the condition"),
                null);
        assertThat(fatalAfter(Duration.ofHours(1))).isEmpty();
        upsert("a", 0, waiting("CreateContainerConfigError", "secret \"db\" not found"), null);
        assertThat(fatalNow()).as("its time starts now").isEmpty();
        assertThat(fatalAfter(Duration.ofSeconds(20))).contains("ConfigError");
    }

    @Test
    void twinWithoutFailureIsHealthy() {
        crashed(2);
        assertThat(fatalNow()).isEmpty();
        cache.upsert(pod("a", "new", true).build());
        assertThat(fatalAfter(Duration.ofMinutes(10))).isEmpty();
        assertThat(diagnosis.diagnose(cache, deployment).active()).isEmpty();
    }
}
