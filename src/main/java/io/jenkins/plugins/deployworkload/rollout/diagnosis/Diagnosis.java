package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CrashDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CrashLoopDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.LivenessProbeDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.OutOfMemoryDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ReadinessProbeDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.RunErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodOwners;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.status.StatefulSetRevisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs all detectors, and tracks how long each finding lasts without interruption. Decides when it is certain that the
 * workload will not become healthy, so that the rollout can fail before its timeout.
 *
 * <p>A single failing pod is not enough. A Deployment fails only if every pod of the applied revision fails, because
 * the controller can create a failed pod again on another node. A workload of another kind fails if every unready pod
 * fails, because no other pod can replace a failed pod. Ready pods do not prevent the failure. While pods of the
 * applied revision are still starting, no failure is certain.
 */
public final class Diagnosis {

    /**
     * Signals that never fail the rollout of a Job, because the {@code backoffLimit} of the Job decides when the Job
     * fails.
     */
    private static final Set<String> RETRIED_BY_JOBS =
            Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME, RunErrorDetector.NAME);

    /**
     * Signals about running containers. The log of the container is read even if the pod's status does not show yet
     * that the container runs. The reason is that the kubelet can report a failed probe earlier than the start of the
     * container.
     */
    private static final Set<String> PROBE_SIGNALS = Set.of(LivenessProbeDetector.NAME, ReadinessProbeDetector.NAME);

    /** Signals about the previous run of a container. The signals can be active even while the container runs again. */
    private static final Set<String> PREVIOUS_RUN_SIGNALS = Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME);

    /** Signals whose log can contain the cause of a crash. */
    static final Set<String> CRASH_SIGNALS = Set.of(CrashDetector.NAME, CrashLoopDetector.NAME);

    /**
     * A finding that is active now, and the source of the container log for it.
     *
     * @param logPod the name of the pod with the container's log; {@code null} if the container has no log
     * @param previous whether to read the log of the container's previous run, because the finding is about that run
     * @param redaction masks secrets in the log
     */
    public record ActiveFinding(Finding finding, String logPod, boolean previous, Redaction redaction) {

        ActiveFinding with(UnaryOperator<Finding> change) {
            return new ActiveFinding(change.apply(finding), logPod, previous, redaction);
        }
    }

    /**
     * The result of the diagnosis of one object.
     *
     * @param active the active findings, in the order of the detectors
     * @param fatal the cause, if the object will certainly not become healthy; empty if the failure is not certain
     * @param recheckAfter the time until the next grace period ends; empty if no grace period is running
     */
    public record Report(List<ActiveFinding> active, Optional<ActiveFinding> fatal, Optional<Duration> recheckAfter) {

        /** Returns the report with changed findings. */
        Report with(UnaryOperator<Finding> change) {
            return new Report(
                    active.stream().map(finding -> finding.with(change)).toList(),
                    fatal.map(finding -> finding.with(change)),
                    recheckAfter);
        }
    }

    /** Identifies a finding without its pod, so that the same problem in another pod is not reported again. */
    private record FindingKey(String signal, String controller, String summary, String container) {}

    /**
     * Identifies a clock. Findings of a signal share it, so that another message does not start the time again. Each pod
     * has its own clock, because the same problem may pass in one pod before it begins in another.
     */
    private record ClockKey(String name, String controller, String pod, String container) {}

    /** A detection that has lasted longer than its grace period. */
    private record ExpiredDetection(FindingKey key, Pod pod) {}

    private final GracePeriods graces;
    private final LongSupplier nanos;
    private final Map<FindingKey, Finding> findings = new HashMap<>();
    private final Map<ClockKey, GraceClock> clocks = new HashMap<>();

    /** @param nanos a monotonic clock, in nanoseconds */
    public Diagnosis(GracePeriods graces, LongSupplier nanos) {
        this.graces = graces;
        this.nanos = nanos;
    }

    /** @param controller the object that creates the pods; its status must belong to the applied generation */
    public Report diagnose(WorkloadCache cache, HasMetadata controller) {
        ControllerView view = cache.view(controller);
        long now = nanos.getAsLong();
        String uid = controller.getMetadata().getUid();
        Map<FindingKey, ActiveFinding> active = new LinkedHashMap<>();
        Set<FindingKey> detected = new HashSet<>();
        Set<ClockKey> running = new HashSet<>();
        List<ExpiredDetection> expired = new ArrayList<>();
        Optional<Duration> recheckAfter = Optional.empty();
        for (Detection detection : (Iterable<Detection>) detections(view)::iterator) {
            FindingKey key = findingKey(uid, detection);
            ClockKey clockKey = clockKey(uid, detection);
            Finding finding = findings.computeIfAbsent(key, absent -> toFinding(controller, detection));
            GraceClock clock =
                    clocks.getOrDefault(clockKey, GraceClock.start(now)).update(detection.recovering(), now);
            clocks.put(clockKey, clock);
            detected.add(key);
            running.add(clockKey);
            if (detection.recovering()) {
                continue;
            }
            Duration delay = detection.delay().minus(clock.lasted(now));
            if (delay.isPositive()) {
                recheckAfter = earlier(recheckAfter, delay);
                continue;
            }
            active.computeIfAbsent(key, absent -> toActiveFinding(finding, detection));
            Optional<Duration> remaining = grace(controller, detection).map(grace -> clock.remaining(grace, now));
            if (remaining.isPresent() && remaining.get().isPositive()) {
                recheckAfter = earlier(recheckAfter, remaining.get());
            } else if (remaining.isPresent()) {
                expired.add(new ExpiredDetection(key, detection.pod()));
            }
        }
        // A problem that disappears and returns starts a new grace period.
        findings.keySet().removeIf(key -> Objects.equals(key.controller, uid) && !detected.contains(key));
        clocks.keySet().removeIf(key -> Objects.equals(key.controller, uid) && !running.contains(key));
        Optional<ActiveFinding> fatal = fatal(view, expired).map(detection -> active.get(detection.key));
        return new Report(List.copyOf(active.values()), fatal, recheckAfter);
    }

    private static Optional<Duration> earlier(Optional<Duration> first, Duration second) {
        return first.filter(time -> time.compareTo(second) <= 0).or(() -> Optional.of(second));
    }

    private static Stream<Detection> detections(ControllerView view) {
        List<Detection> found = Detectors.ALL.stream()
                .flatMap(detector -> detector.detect(view))
                .toList();
        Set<String> explained = found.stream()
                .filter(detection -> detection.pod() != null && !detection.recovering())
                .map(detection -> detection.pod().getMetadata().getUid())
                .collect(Collectors.toSet());
        // The clock also runs while another finding explains the pod, so that no silence follows when it disappears.
        Stream<Detection> notReady = Detectors.NOT_READY
                .detect(view)
                .map(detection ->
                        explained.contains(detection.pod().getMetadata().getUid())
                                ? detection.asRecovering()
                                : detection);
        return Stream.concat(found.stream(), notReady);
    }

    private static Optional<ExpiredDetection> fatal(ControllerView view, List<ExpiredDetection> expired) {
        if (expired.isEmpty()) {
            return Optional.empty();
        }
        Set<String> failing = expired.stream()
                .map(ExpiredDetection::pod)
                .filter(Objects::nonNull)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
        List<Pod> live =
                view.pods().stream().filter(pod -> !Pods.isTerminal(pod)).toList();
        List<Pod> unready = live.stream().filter(pod -> !Pods.isReady(pod)).toList();
        boolean someStarting = unready.stream()
                .anyMatch(pod -> !failing.contains(pod.getMetadata().getUid()));
        if (someStarting) {
            return Optional.empty();
        }
        Optional<ExpiredDetection> controllerProblem =
                expired.stream().filter(detection -> detection.pod == null).findFirst();
        if (controllerProblem.isPresent()) {
            return controllerProblem;
        }
        boolean someReady = view.controller() instanceof Deployment && unready.size() < live.size();
        return unready.isEmpty() || someReady || onDelete(view.controller())
                ? Optional.empty()
                : expired.stream().filter(detection -> detection.pod != null).findFirst();
    }

    private static boolean onDelete(HasMetadata controller) {
        return controller instanceof StatefulSet set && StatefulSetRevisions.isOnDelete(set);
    }

    private static FindingKey findingKey(String controller, Detection detection) {
        Finding finding = detection.finding();
        return new FindingKey(
                finding.signal(),
                controller,
                finding.summary(),
                finding.location().container());
    }

    private static ClockKey clockKey(String controller, Detection detection) {
        return new ClockKey(
                detection.clock(),
                controller,
                detection.pod() == null ? null : detection.pod().getMetadata().getUid(),
                // A delayed report is about the pod, whichever of its containers is not ready now.
                detection.delay().isZero() ? detection.finding().location().container() : null);
    }

    private Optional<Duration> grace(HasMetadata controller, Detection detection) {
        boolean isOfJob = controller instanceof Job
                || detection.pod() != null
                        && PodOwners.owner(detection.pod())
                                .filter(owner -> owner.getKind().equals("Job"))
                                .isPresent();
        return isOfJob && RETRIED_BY_JOBS.contains(GracePeriods.signal(detection.graceKey()))
                ? Optional.empty()
                : graces.of(detection.graceKey());
    }

    private Finding toFinding(HasMetadata controller, Detection detection) {
        Severity severity = grace(controller, detection)
                .map(grace -> grace.isZero() ? Severity.FATAL : Severity.GRACE)
                .orElse(Severity.INFO);
        Finding finding = detection.finding();
        return finding.withEvidence(redaction(controller, detection).hide(finding.evidence()))
                .withSeverity(severity);
    }

    /**
     * Returns the redaction for a finding. If a finding has no pod, the values of the pod template are masked, because
     * the message of an admission webhook can contain them.
     */
    private static Redaction redaction(HasMetadata controller, Detection detection) {
        return detection.pod() == null ? Redaction.ofObjects(List.of(controller)) : Redaction.of(detection.pod());
    }

    /**
     * Adds the pod whose log is read, if the container runs or has run. If the container waits for a restart, the log
     * of the previous run is read.
     */
    private static ActiveFinding toActiveFinding(Finding finding, Detection detection) {
        String container = detection.finding().location().container();
        Redaction redaction = Redaction.of(detection.pod());
        if (container == null || detection.pod() == null) {
            return new ActiveFinding(finding, null, false, redaction);
        }
        return Pods.containerStatuses(detection.pod())
                .filter(status -> container.equals(status.getName()))
                .filter(status ->
                        Pods.isRunning(status) || Pods.lastTermination(status).isPresent())
                .map(status -> new ActiveFinding(
                        finding,
                        detection.pod().getMetadata().getName(),
                        Pods.isWaitingToStart(status)
                                || Pods.isRunning(status) && PREVIOUS_RUN_SIGNALS.contains(finding.signal()),
                        redaction))
                .findFirst()
                .orElseGet(() -> new ActiveFinding(
                        finding,
                        PROBE_SIGNALS.contains(finding.signal())
                                ? detection.pod().getMetadata().getName()
                                : null,
                        false,
                        redaction));
    }
}
