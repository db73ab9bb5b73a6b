package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.RestartCounter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds containers that terminated although they must keep running, and containers whose start failed. */
final class TerminatedContainers {

    private static final String OOM_KILLED_REASON = "OOMKilled";

    /**
     * A container with at least this number of terminations is crash-looping. Fewer terminations are normal while a
     * dependency is still starting. For comparison, krane fails at the first CrashLoopBackOff, and kubectl and Helm
     * never fail because of crashes.
     *
     * @see <a href="https://github.com/Shopify/krane/blob/main/lib/krane/kubernetes_resource/pod.rb">krane</a>
     */
    private static final int LOOP_THRESHOLD = 3;

    /** Exit codes of a container that the kubelet has stopped: 0 or 143 after SIGTERM, 137 after SIGKILL. */
    private static final Set<Integer> KILLED_EXIT_CODES = Set.of(0, 143, 137);

    /** The cause of a termination. */
    enum Cause {
        COMPLETED,
        ERROR,
        OOM_KILLED,
        PROBE_FAILED,
        START_FAILED
    }

    /**
     * A container that has terminated.
     *
     * @param crashLooping whether the container has terminated at least {@code LOOP_THRESHOLD} times
     * @param evidence the last termination, or the state of a container whose last termination is unknown
     * @param probe the probe because of which the kubelet ended the container; {@code null} for another cause
     */
    record Termination(
            ControllerView view,
            Pod pod,
            ContainerStatus status,
            Cause cause,
            boolean crashLooping,
            String evidence,
            FailedProbe probe) {

        Detection detection(Detection.Text text) {
            String since = Pods.lastTermination(status)
                    .map(ContainerStateTerminated::getFinishedAt)
                    .orElseGet(() -> Pods.notReadySince(pod));
            return Detection.of(text, pod, Pods.location(pod, status.getName()), since, evidence);
        }

        boolean running() {
            return Pods.isRunning(status);
        }

        /** Whether the container runs again, see {@link RestartPolicies#isRestarted}. */
        boolean restarted() {
            return RestartPolicies.isRestarted(view, pod, status);
        }
    }

    private TerminatedContainers() {}

    /**
     * Returns containers that have terminated, and containers that run between two crashes. Running containers are
     * included, because the replicas of a crash-looping workload rarely wait for a restart at the same moment.
     */
    static Stream<Termination> of(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .filter(status -> !isReportedAsRunError(view, pod, status))
                        .flatMap(status -> termination(view, pod, status).stream()));
    }

    private static boolean isReportedAsRunError(ControllerView view, Pod pod, ContainerStatus status) {
        return RunErrorDetector.startError(status)
                        .filter(RunErrorDetector::isAboutProgram)
                        .isPresent()
                || view.facts().wrongArchitecture(pod, status).isPresent() && !Pods.isRunning(status);
    }

    private static Optional<Termination> termination(ControllerView view, Pod pod, ContainerStatus status) {
        int restarts = view.restarts().count(pod, status);
        boolean running = Pods.isRunning(status);
        boolean crashLooping = restarts + (running ? 0 : 1) >= LOOP_THRESHOLD;
        Optional<ContainerStateTerminated> last = Pods.lastTermination(status);
        Optional<String> startError = RunErrorDetector.startError(status);
        if (startError.isPresent()) {
            return Optional.of(new Termination(
                    view,
                    pod,
                    status,
                    Cause.START_FAILED,
                    crashLooping,
                    state(view, pod, status, last) + ": " + startError.get().strip(),
                    null));
        }
        if (last.isEmpty()) {
            // The node has deleted the earlier containers, so the number of restarts can be too low.
            return RestartCounter.isInCrashLoopBackOff(status)
                    ? Optional.of(
                            new Termination(view, pod, status, Cause.ERROR, true, state(view, pod, status, last), null))
                    : Optional.empty();
        }
        return last.filter(terminated -> crashLooping || !running)
                .filter(terminated -> !Objects.equals(terminated.getExitCode(), 0)
                        || RestartCounter.isInCrashLoopBackOff(status)
                        || restarts > 0 && RestartPolicies.isAlwaysRestarted(pod, status.getName()))
                .map(terminated -> termination(view, pod, status, terminated, crashLooping));
    }

    private static Termination termination(
            ControllerView view,
            Pod pod,
            ContainerStatus status,
            ContainerStateTerminated terminated,
            boolean crashLooping) {
        String evidence = state(view, pod, status, Optional.of(terminated));
        if (terminated.getMessage() != null && !terminated.getMessage().isBlank()) {
            // The message is the content of the file at terminationMessagePath.
            evidence += "\n" + terminated.getMessage().strip();
        }
        boolean killed = terminated.getExitCode() != null && KILLED_EXIT_CODES.contains(terminated.getExitCode());
        if (OOM_KILLED_REASON.equals(terminated.getReason())) {
            return new Termination(view, pod, status, Cause.OOM_KILLED, crashLooping, evidence, null);
        }
        Optional<FailedProbe> probe = killed ? FailedProbe.of(view, pod, status.getName()) : Optional.empty();
        if (probe.isPresent()) {
            return new Termination(
                    view,
                    pod,
                    status,
                    Cause.PROBE_FAILED,
                    crashLooping,
                    evidence + "\n" + probe.get().description(),
                    probe.get());
        }
        Cause cause = Objects.equals(terminated.getExitCode(), 0) ? Cause.COMPLETED : Cause.ERROR;
        return new Termination(view, pod, status, cause, crashLooping, evidence, null);
    }

    /** The reason and exit code of the last termination, or the reason of the waiting state, and the restarts. */
    private static String state(
            ControllerView view, Pod pod, ContainerStatus status, Optional<ContainerStateTerminated> last) {
        int restarts = Pods.restartCount(status);
        if (last.isEmpty()) {
            return Messages.TerminatedContainers_waiting(Pods.waitingReason(status), restarts);
        }
        String reason = Objects.requireNonNullElse(last.get().getReason(), "Terminated");
        return restarts == 0 && !RestartPolicies.isRestarted(view, pod, status)
                ? Messages.TerminatedContainers_evidenceWithoutRestart(
                        reason, last.get().getExitCode())
                : Messages.TerminatedContainers_evidence(reason, last.get().getExitCode(), restarts);
    }
}
