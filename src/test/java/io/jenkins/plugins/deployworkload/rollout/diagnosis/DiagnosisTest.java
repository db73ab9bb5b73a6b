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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only several pods and a clock show. */
class DiagnosisTest {

    private static final String BEFORE = "2025-06-01T00:00:00Z";
    private static final String SINCE = "2026-01-01T00:00:05Z";

    private final AtomicLong clock = new AtomicLong();
    private final Diagnosis diagnosis = new Diagnosis(Graces.standard(), clock::get);
    private final Cast cast = new Cast(Instant.parse("2026-01-01T00:00:00Z"));
    private final HasMetadata deployment = new DeploymentBuilder()
            .withNewMetadata()
            .withName("web")
            .withUid("deployment")
            .addToAnnotations("deployment.kubernetes.io/revision", "2")
            .endMetadata()
            .build();

    @BeforeEach
    void replicaSets() {
        replicaSet("old", "1");
        replicaSet("new", "2");
    }

    private void replicaSet(String uid, String revision) {
        cast.see(new ReplicaSetBuilder()
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

    private Diagnosis.Report look() {
        return diagnosis.look(cast, deployment);
    }

    @Test
    void eachPodOfTheNewRevisionHasToFail() {
        cast.see(waiting("a", "new", "InvalidImageName"));
        cast.see(pod("b", "new", false).build());
        assertThat(look().present()).hasSize(1);
        assertThat(look().certain()).as("one is on its way").isEmpty();
        cast.see(pod("b", "new", true).build());
        assertThat(look().certain()).as("one runs").isEmpty();
        cast.see(waiting("b", "new", "InvalidImageName"));
        assertThat(look().certain()).isPresent();
        assertThat(look().present()).as("the same reason is told once").hasSize(1);
    }

    @Test
    void oldPodsAndThoseThatGoDoNotCount() {
        cast.see(waiting("a", "old", "InvalidImageName"));
        cast.see(new PodBuilder(waiting("b", "new", "InvalidImageName"))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build());
        assertThat(look().present()).isEmpty();
        cast.see(waiting("c", "new", "InvalidImageName"));
        assertThat(look().certain()).isPresent();
        cast.gone(waiting("c", "new", "InvalidImageName"));
        assertThat(look().certain()).isEmpty();
    }

    @Test
    void whereNoReplicaSetsAreSeenPodsOfAnotherDescriptionDoNotCount() {
        Cast blind = new Cast(Instant.parse("2026-01-01T00:00:00Z"));
        HasMetadata putBack = new DeploymentBuilder()
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
        blind.see(with("web:1", pod("a", "good", true).build(), "2026-01-01T00:00:01Z"));
        blind.see(with("web:2", waiting("b", "broken", "InvalidImageName"), "2026-01-01T00:00:02Z"));
        assertThat(diagnosis.look(blind, putBack).present()).isEmpty();
        blind.see(with("web:1", waiting("c", "good", "InvalidImageName"), "2026-01-01T00:00:03Z"));
        assertThat(diagnosis.look(blind, putBack).present()).hasSize(1);
    }

    /** Until the new ReplicaSet has pods of its own that are refused, the Deployment repeats what the old one said. */
    @Test
    void refusalOfTheRevisionBeforeIsNotThatOfOneWhoseReplicaSetIsStillToBeHeardOf() {
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
        assertThat(diagnosis.look(cast, refused).present()).isEmpty();
        replicaSet("newest", "3");
        assertThat(diagnosis.look(cast, refused).present()).isEmpty();
        Cast blind = new Cast(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(diagnosis.look(blind, refused).present())
                .as("where ReplicaSets may not be seen it is all there is")
                .hasSize(1);
    }

    private static Pod with(String image, Pod pod, String created) {
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
    void ofADaemonSetOneThatNeverRunsIsEnough() {
        HasMetadata set = new DaemonSetBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("set")
                .endMetadata()
                .withNewStatus()
                .endStatus()
                .build();
        cast.see(waiting("a", "set", "InvalidImageName"));
        cast.see(pod("b", "set", true).build());
        assertThat(diagnosis.look(cast, set).certain()).isPresent();
    }

    @Test
    void whatMayHealGetsItsGraceAndBeginsAnewWhenItComesBack() {
        cast.see(waiting("a", "new", "ImagePullBackOff"));
        Diagnosis.Report first = look();
        assertThat(first.certain()).isEmpty();
        assertThat(first.present().getFirst().finding().severity()).isEqualTo(Severity.GRACE);
        assertThat(first.again()).contains(Duration.ofSeconds(60));
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        // The words of the kubelet change to and fro, the reason stays.
        cast.see(waiting("a", "new", "ErrImagePull"));
        assertThat(look().again()).contains(Duration.ofSeconds(1));
        cast.see(pod("a", "new", false).build());
        assertThat(look().present()).isEmpty();
        cast.see(waiting("a", "new", "ErrImagePull"));
        assertThat(look().again()).contains(Duration.ofSeconds(60));
        clock.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(look().certain()).isPresent();
    }

    @Test
    void twoReasonsAtTwoPodsAreAsCertainAsOne() {
        cast.see(waiting("a", "new", "InvalidImageName"));
        cast.see(waiting("b", "new", "RunContainerError"));
        assertThat(look().certain()).map(seen -> seen.finding().signal()).contains("InvalidImageName");
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
    void refusalIsOverOnceAPodWasLetIn() {
        HasMetadata set = statefulSetOfThree();
        cast.see(warning("set", "FailedCreate", "2026-01-01T00:00:10Z"));
        assertThat(diagnosis.look(cast, set).present()).hasSize(1);
        cast.see(pod("a", "set", true)
                .editMetadata()
                .withCreationTimestamp("2026-01-01T00:00:12Z")
                .endMetadata()
                .build());
        assertThat(diagnosis.look(cast, set).present()).isEmpty();
        cast.see(warning("set", "FailedCreate", "2026-01-01T00:00:20Z"));
        assertThat(diagnosis.look(cast, set).present()).hasSize(1);
    }

    @Test
    void mountThatHasHealedIsNotTakenForASlowPull() {
        cast.see(waiting("a", "new", "ContainerCreating"));
        cast.see(warning("a", "FailedMount", "2026-01-01T00:00:10Z"));
        assertThat(look().present()).hasSize(1);
        cast.see(new PodBuilder(waiting("a", "new", "ContainerCreating"))
                .editStatus()
                .addNewCondition()
                .withType("PodReadyToStartContainers")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build());
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(look().present()).isEmpty();
    }

    @Test
    void unknownWarningsAreToldAndEndNothing() {
        cast.see(pod("a", "new", false).build());
        cast.see(warning("a", "NetworkNotReady", "2026-01-01T00:00:10Z"));
        Diagnosis.Report report = look();
        assertThat(report.certain()).isEmpty();
        assertThat(report.again()).isEmpty();
        assertThat(report.present())
                .singleElement()
                .satisfies(seen -> assertThat(seen.finding().sentence())
                        .isEqualTo("Pod web-a: The cluster warns: NetworkNotReady. it is so."));
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

    private Event refusal(String words) {
        return new EventBuilder(warning("set", "FailedCreate", "2026-01-01T00:00:10Z"))
                .withMessage(words)
                .build();
    }

    @Test
    void quotaIsNotUsedUpWhileAPodIsStillGoing() {
        Pod going = pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build();
        cast.see(going);
        cast.see(refusal("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.look(cast, statefulSetOfThree()).present()).isEmpty();
        cast.gone(going);
        assertThat(diagnosis.look(cast, statefulSetOfThree()).present()).hasSize(1);
    }

    /** Its controller tries again after ever longer pauses: about 164 s after the first time, when 90 were not enough. */
    @Test
    void quotaIsGivenAsLongAgainAsItWasUsedUpByPodsThatWent() {
        Pod going = pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build();
        cast.see(going);
        cast.see(refusal("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.look(cast, statefulSetOfThree()).again()).isEmpty();
        clock.addAndGet(Duration.ofSeconds(90).toNanos());
        cast.gone(going);
        assertThat(diagnosis.look(cast, statefulSetOfThree()).again()).contains(Duration.ofSeconds(90 + 45));
        clock.addAndGet(Duration.ofSeconds(90 + 44).toNanos());
        assertThat(diagnosis.look(cast, statefulSetOfThree()).certain()).isEmpty();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(diagnosis.look(cast, statefulSetOfThree()).certain()).isPresent();
    }

    @Test
    void quotaThatNoPodMakesRoomInHasItsStandardGrace() {
        cast.see(refusal("pods is forbidden: exceeded quota: small"));
        assertThat(diagnosis.look(cast, statefulSetOfThree()).again()).contains(Duration.ofSeconds(45));
        clock.addAndGet(Duration.ofSeconds(45).toNanos());
        assertThat(diagnosis.look(cast, statefulSetOfThree()).certain()).isPresent();
    }

    @Test
    void podThatIsGoingHelpsAgainstNoOtherRefusal() {
        cast.see(pod("a", "set", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:05Z")
                .endMetadata()
                .build());
        cast.see(refusal("pods is forbidden: violates PodSecurity"));
        assertThat(diagnosis.look(cast, statefulSetOfThree()).present()).hasSize(1);
    }

    @Test
    void aJobIsGivenItsRetries() {
        HasMetadata job = new JobBuilder()
                .withNewMetadata()
                .withName("web")
                .withUid("job")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        cast.see(waiting("a", "job", "RunContainerError"));
        assertThat(diagnosis.look(cast, job).present()).hasSize(1);
        assertThat(diagnosis.look(cast, job).certain()).isEmpty();
        cast.see(waiting("a", "job", "InvalidImageName"));
        assertThat(diagnosis.look(cast, job).certain()).as("no retry helps").isPresent();
    }

    /** Made before the rollout, or in it. */
    private static PodBuilder made(String time, String container, int restarts, boolean running, int exitCode) {
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
        return look().present().stream().map(seen -> seen.finding().signal()).toList();
    }

    @Test
    void crashesOfMonthsAgoDoNotCount() {
        cast.see(made(BEFORE, "app", 7, true, 1).build());
        assertThat(signals()).isEmpty();
        cast.see(made(BEFORE, "app", 7, false, 1).build());
        assertThat(signals()).containsExactly("Crash");
        cast.see(made(BEFORE, "app", 9, false, 1).build());
        assertThat(signals()).as("thrice since").containsExactly("CrashLoop");
    }

    @Test
    void whatWasCrashingAlreadyCounts() {
        cast.see(new PodBuilder(made(BEFORE, "app", 7, false, 1).build())
                .editStatus()
                .editFirstContainerStatus()
                .withNewState()
                .withNewWaiting("back-off 5m0s restarting failed container", "CrashLoopBackOff")
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
        assertThat(look().certain()).map(seen -> seen.finding().signal()).contains("CrashLoop");
    }

    @Test
    void whatWasMadeInThisRolloutHasNoPastThoughItWasNotSeenFromTheBeginning() {
        cast.see(made(SINCE, "app", 2, false, 1).build());
        assertThat(signals()).containsExactly("CrashLoop");
    }

    @Test
    void betweenTwoCrashesALoopIsStillOne() {
        cast.see(made(SINCE, "app", 2, true, 1).build());
        assertThat(signals()).as("twice, and it runs").isEmpty();
        cast.see(made(SINCE, "app", 2, false, 1).build());
        assertThat(signals()).containsExactly("CrashLoop");
        cast.see(made(SINCE, "app", 3, true, 1).build());
        assertThat(look().certain()).isPresent();
        assertThat(look().certain().orElseThrow().previous())
                .as("log of the run before")
                .isTrue();
        cast.see(pod("a", "new", true).build());
        assertThat(signals()).as("it was ready in the end").isEmpty();
    }

    @Test
    void programThatEndsWellCrashesOnlyWhereItWasToGoOn() {
        cast.see(made(SINCE, "app", 0, false, 0).build());
        assertThat(signals()).as("nobody knows yet").isEmpty();
        cast.see(made(SINCE, "app", 1, false, 0).build());
        assertThat(signals()).containsExactly("Crash");
        cast.see(made(SINCE, "app", 2, false, 0).build());
        assertThat(look().present().getFirst().finding().what()).contains("ends by itself");
        cast.see(made(SINCE, "app", 2, false, 0)
                .editSpec()
                .withRestartPolicy("OnFailure")
                .endSpec()
                .build());
        assertThat(signals()).as("of a Job").isEmpty();
    }

    @Test
    void initContainerThatEndsWellAfterSomeTriesIsDone() {
        PodBuilder pod = made(SINCE, "app", 2, false, 0)
                .editSpec()
                .addNewInitContainer()
                .withName("app")
                .endInitContainer()
                .endSpec();
        cast.see(pod.build());
        assertThat(signals()).isEmpty();
        cast.see(pod.editSpec()
                .editFirstInitContainer()
                .withRestartPolicy("Always")
                .endInitContainer()
                .endSpec()
                .build());
        assertThat(signals()).as("a sidecar").containsExactly("CrashLoop");
    }

    /** The kubelet sends events at once, and the pod's status when it comes to that. */
    @Test
    void logOfAFailingProbeIsAskedForThoughThePodDoesNotYetSayThatItRuns() {
        cast.see(waiting("a", "new", "ContainerCreating"));
        cast.see(new EventBuilder(warning("a", "Unhealthy", SINCE))
                .editInvolvedObject()
                .withFieldPath("spec.containers{app}")
                .endInvolvedObject()
                .withMessage("Readiness probe failed: HTTP probe failed with statuscode: 503")
                .build());
        assertThat(look().present()).singleElement().satisfies(seen -> {
            assertThat(seen.finding().signal()).isEqualTo("ReadinessProbe");
            assertThat(seen.pod()).isEqualTo("web-a");
            assertThat(seen.previous()).isFalse();
        });
    }

    @Test
    void warningsOfAClaimWaitForAPodThatNamesIt() {
        Event event = new EventBuilder(warning("claim", "ProvisioningFailed", SINCE))
                .editInvolvedObject()
                .withKind("PersistentVolumeClaim")
                .withName("data")
                .endInvolvedObject()
                .build();
        cast.see(event);
        assertThat(cast.concerns(event)).isFalse();
        cast.see(pod("a", "new", false)
                .editSpec()
                .addNewVolume()
                .withNewPersistentVolumeClaim("data", false)
                .endVolume()
                .endSpec()
                .build());
        assertThat(cast.concerns(event)).isTrue();
        assertThat(signals()).containsExactly("Provisioning");
    }
}
