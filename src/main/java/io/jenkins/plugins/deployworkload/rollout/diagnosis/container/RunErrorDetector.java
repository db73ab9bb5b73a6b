package io.jenkins.plugins.deployworkload.rollout.diagnosis.container;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodFacts;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects a container whose program cannot be started: the program does not exist, is not executable, or is built for
 * another CPU architecture. After the first attempt, the waiting container only has the reason CrashLoopBackOff, but
 * its last termination still has the reason of the start error.
 * A start can also fail because the container runtime or the node has a temporary problem. {@link CrashDetector} and
 * {@link CrashLoopDetector} report such a failure and count it as a crash.
 */
public final class RunErrorDetector implements Detector {

    public static final String NAME = "RunError";

    /** The reasons of the last termination, as Docker and containerd report them. */
    private static final Set<String> TERMINATED_REASONS = Set.of("ContainerCannotRun", "StartError");

    /**
     * The words of runc, crun and Go's os/exec about the program itself.
     *
     * @see <a href="https://github.com/opencontainers/runc/blob/v1.3.0/libcontainer/standard_init_linux.go">runc</a>
     * @see <a href="https://github.com/containers/crun/blob/1.21/src/libcrun/linux.c">crun</a>
     */
    private static final Pattern ABOUT_PROGRAM = Pattern.compile(
            "no such file or directory|not found in \\$PATH|permission denied|exec format error|is a directory"
                    + "|cannot find the (file|path) specified",
            Pattern.CASE_INSENSITIVE);

    /** The same words can be about a mount, a cgroup, or the runtime's own files and sockets. */
    private static final Pattern ABOUT_NODE = Pattern.compile(
            "\\b(mount(ing|s)?|rootfs|cgroups?|mkdir|socket|dial|connect|listen|shim binary|ttrpc|apparmor|selinux|seccomp)\\b|/run/",
            Pattern.CASE_INSENSITIVE);

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> Pods.containerStatuses(pod)
                        .filter(status -> !Pods.isRunning(status))
                        .flatMap(status -> detection(view, pod, status).stream()));
    }

    private static Optional<Detection> detection(ControllerView view, Pod pod, ContainerStatus status) {
        Optional<PodFacts.WrongArchitecture> architecture = view.facts().wrongArchitecture(pod, status);
        if (architecture.isPresent()) {
            return architecture.map(fact -> detection(
                    new Detection.Text(
                            NAME,
                            Messages.RunErrorDetector_architecture_summary(),
                            Messages.RunErrorDetector_architecture_advice()),
                    pod,
                    status,
                    fact.architecture() == null
                            ? fact.message()
                            : Messages.RunErrorDetector_architecture_evidence(
                                    fact.message(), fact.node(), fact.architecture())));
        }
        Detection.Text text =
                new Detection.Text(NAME, Messages.RunErrorDetector_summary(), Messages.RunErrorDetector_advice());
        return startError(status)
                .filter(RunErrorDetector::isAboutProgram)
                .map(message -> detection(text, pod, status, message));
    }

    private static Detection detection(Detection.Text text, Pod pod, ContainerStatus status, String evidence) {
        return Detection.of(text, pod, Pods.location(pod, status.getName()), Pods.notReadySince(pod), evidence);
    }

    /** The message of the failed start; empty if the container has started or the start did not fail. */
    static Optional<String> startError(ContainerStatus status) {
        if (Pods.isRunning(status)) {
            return Optional.empty();
        }
        Optional<ContainerStateTerminated> termination = Pods.lastTermination(status);
        if (termination.filter(RunErrorDetector::isStartError).isPresent()) {
            return termination.map(state -> Objects.requireNonNullElse(state.getMessage(), ""));
        }
        return "RunContainerError".equals(Pods.waitingReason(status))
                ? Optional.of(Objects.requireNonNullElse(Pods.waitingMessage(status), ""))
                : Optional.empty();
    }

    /** Whether the start failed because of the program, so that each further start fails too. */
    static boolean isAboutProgram(String message) {
        return ABOUT_PROGRAM.matcher(message).find()
                && !ABOUT_NODE.matcher(message).find();
    }

    private static boolean isStartError(ContainerStateTerminated state) {
        return state.getReason() != null && TERMINATED_REASONS.contains(state.getReason());
    }
}
