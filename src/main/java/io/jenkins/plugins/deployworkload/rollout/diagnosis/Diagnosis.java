package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ConfigErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CrashDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CrashLoopDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CreateErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ImageNeverPullDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ImagePullDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.InvalidImageNameDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.LivenessProbeDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.OutOfMemoryDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ReadinessProbeDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.RunErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Pods;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.AutoscalerDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimPendingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.NetworkDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.OtherWarningDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PodRejectedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PodsRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ProvisioningDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ReplicaSetRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.SchedulerErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.SchedulingGatedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StorageClassMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StuckRevisionDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.UnschedulableDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeAttachDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeMountDetector;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs all detectors, tracks how long each finding lasts without interruption, and decides when it is certain that the
 * workload will not become healthy. A single failing pod is not enough. For a Deployment, every pod of the applied
 * revision must fail, because a failed pod can be created again on another node. For other kinds, every pod that is not
 * ready must fail, because no other pod can take the place of a failed pod. No failure is certain while pods of the
 * applied revision are still starting.
 */
public final class Diagnosis {

    /**
     * Detectors that read pods, in the order in which their findings are reported. The findings closest to the cause
     * come first.
     */
    private static final List<Detector> POD_DETECTORS = List.of(
            new InvalidImageNameDetector(),
            new ImageNeverPullDetector(),
            new ImagePullDetector(),
            new ConfigErrorDetector(),
            new RunErrorDetector(),
            new CreateErrorDetector(),
            new OutOfMemoryDetector(),
            new CrashLoopDetector(),
            new CrashDetector(),
            new VolumeMountDetector(),
            new VolumeAttachDetector(),
            new ClaimMissingDetector(),
            new StorageClassMissingDetector(),
            new ProvisioningDetector(),
            new ClaimPendingDetector(),
            new UnschedulableDetector(),
            new SchedulerErrorDetector(),
            new NetworkDetector());

    private static final List<Detector> DETECTORS = Stream.of(
                    Stream.of(new ReplicaSetRefusedDetector(), new PodsRefusedDetector()),
                    POD_DETECTORS.stream(),
                    Stream.of(
                            new StuckRevisionDetector(POD_DETECTORS, GracePeriods::endsRollout),
                            new SchedulingGatedDetector(),
                            new PodRejectedDetector(),
                            new LivenessProbeDetector(),
                            new ReadinessProbeDetector(),
                            new AutoscalerDetector(),
                            new OtherWarningDetector()))
            .<Detector>flatMap(Function.identity())
            .toList();

    /**
     * The signal names in {@code docs/diagnosis.md}. A signal name is the name of the detector class without the
     * suffix.
     */
    static List<String> signalNames() {
        return DETECTORS.stream()
                .map(detector -> detector.getClass().getSimpleName().replaceFirst("Detector$", ""))
                .toList();
    }

    /** Signals that never end the wait for a Job. The {@code backoffLimit} of the Job decides when the Job fails. */
    private static final Set<String> RETRIED_BY_JOBS =
            Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME, RunErrorDetector.NAME);

    /**
     * Signals about running containers. The kubelet probes running containers only, but may report a failed probe
     * before it reports that the container runs.
     */
    private static final Set<String> PROBE_SIGNALS = Set.of(LivenessProbeDetector.NAME, ReadinessProbeDetector.NAME);

    /** Signals about the previous run of a container, even if the container runs at the moment. */
    private static final Set<String> PREVIOUS_RUN_SIGNALS = Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME);

    /**
     * A finding that is active now, and the source of the container log for it.
     *
     * @param logPod name of the pod with the container's log; {@code null} if there is none
     * @param previous whether the finding is about the previous run of the container, so that the log of that run is
     *     read
     * @param redaction masks secrets in the log
     */
    public record ActiveFinding(Finding finding, String logPod, boolean previous, Redaction redaction) {}

    /**
     * The result of the diagnosis of one object.
     *
     * @param active the active findings, in the order of the detectors
     * @param fatal the finding because of which the object will certainly not become healthy; empty if the failure is
     *     not certain
     * @param recheckAfter the time until the next grace period ends; empty if no grace period is running
     */
    public record Report(List<ActiveFinding> active, Optional<ActiveFinding> fatal, Optional<Duration> recheckAfter) {}

    /** Identifies a finding without its pod, so that the same problem in another pod is not reported again. */
    private record Key(String graceKey, String controller, String summary, String container) {}

    private final GracePeriods graces;
    private final LongSupplier nanos;
    private final Map<Key, TrackedFinding> tracked = new HashMap<>();

    /** @param nanos a monotonic clock */
    public Diagnosis(GracePeriods graces, LongSupplier nanos) {
        this.graces = graces;
        this.nanos = nanos;
    }

    /** @param controller the object that creates the pods, after its controller has observed the applied generation */
    public Report diagnose(WorkloadCache cache, HasMetadata controller) {
        ControllerView view = cache.view(controller);
        long now = nanos.getAsLong();
        Map<Key, ActiveFinding> active = new LinkedHashMap<>();
        Set<Key> detected = new HashSet<>();
        Map<Key, Set<String>> failingPods = new HashMap<>();
        Set<Key> withoutPod = new HashSet<>();
        for (Detector detector : DETECTORS) {
            detector.detect(view).forEach(detection -> {
                Key key = key(controller, detection);
                TrackedFinding trackedFinding = tracked.computeIfAbsent(
                                key, absent -> new TrackedFinding(toFinding(controller, detection), now, now, false))
                        .update(detection.recovering(), now);
                tracked.put(key, trackedFinding);
                detected.add(key);
                if (detection.recovering()) {
                    return;
                }
                active.computeIfAbsent(key, absent -> toActiveFinding(trackedFinding.finding(), detection));
                if (detection.pod() == null) {
                    withoutPod.add(key);
                } else {
                    failingPods
                            .computeIfAbsent(key, absent -> new HashSet<>())
                            .add(detection.pod().getMetadata().getUid());
                }
            });
        }
        // A finding that disappears and returns starts a new grace period.
        tracked.keySet()
                .removeIf(key -> key.controller.equals(controller.getMetadata().getUid()) && !detected.contains(key));
        List<Key> expired = new ArrayList<>();
        Optional<Duration> recheckAfter = Optional.empty();
        for (Key key : active.keySet()) {
            Optional<Duration> grace = grace(controller, key.graceKey);
            if (grace.isPresent()) {
                Duration remaining = tracked.get(key).remaining(grace.get(), now);
                if (remaining.isNegative() || remaining.isZero()) {
                    expired.add(key);
                } else if (recheckAfter.isEmpty() || remaining.compareTo(recheckAfter.get()) < 0) {
                    recheckAfter = Optional.of(remaining);
                }
            }
        }
        Optional<ActiveFinding> fatal =
                fatal(view, expired, failingPods, withoutPod).map(active::get);
        return new Report(List.copyOf(active.values()), fatal, recheckAfter);
    }

    private static Optional<Key> fatal(
            ControllerView view, List<Key> expired, Map<Key, Set<String>> failingPods, Set<Key> withoutPod) {
        if (expired.isEmpty()) {
            return Optional.empty();
        }
        Set<String> failing = new HashSet<>();
        expired.forEach(key -> failing.addAll(failingPods.getOrDefault(key, Set.of())));
        List<Pod> live =
                view.pods().stream().filter(pod -> !Pods.isTerminal(pod)).toList();
        List<Pod> unready = live.stream().filter(pod -> !Pods.isReady(pod)).toList();
        boolean someStarting = unready.stream()
                .anyMatch(pod -> !failing.contains(pod.getMetadata().getUid()));
        if (someStarting) {
            return Optional.empty();
        }
        Optional<Key> controllerProblem =
                expired.stream().filter(withoutPod::contains).findFirst();
        if (controllerProblem.isPresent()) {
            return controllerProblem;
        }
        boolean someReady = view.controller() instanceof Deployment && unready.size() < live.size();
        return unready.isEmpty() || someReady || onDelete(view.controller())
                ? Optional.empty()
                : expired.stream()
                        .filter(key -> !failingPods.getOrDefault(key, Set.of()).isEmpty())
                        .findFirst();
    }

    private static boolean onDelete(HasMetadata controller) {
        return controller instanceof StatefulSet set && StatefulSetRevisions.isOnDelete(set);
    }

    private static Key key(HasMetadata controller, Detection detection) {
        Finding finding = detection.finding();
        return new Key(
                detection.graceKey(),
                controller.getMetadata().getUid(),
                finding.summary(),
                finding.location().container());
    }

    private Optional<Duration> grace(HasMetadata controller, String graceKey) {
        return controller instanceof Job && RETRIED_BY_JOBS.contains(graceKey) ? Optional.empty() : graces.of(graceKey);
    }

    private Finding toFinding(HasMetadata controller, Detection detection) {
        Severity severity = grace(controller, detection.graceKey())
                .map(grace -> grace.isZero() ? Severity.FATAL : Severity.GRACE)
                .orElse(Severity.INFO);
        Finding finding = detection.finding();
        return finding.withEvidence(redaction(controller, detection).hide(finding.evidence()))
                .withSeverity(severity);
    }

    /**
     * Returns the redaction for a finding. A finding without a pod can contain values of the pod template, for example
     * in the message of an admission webhook.
     */
    private static Redaction redaction(HasMetadata controller, Detection detection) {
        return detection.pod() == null ? Redaction.ofPodTemplates(List.of(controller)) : Redaction.of(detection.pod());
    }

    /**
     * Adds the source of the log for a container that runs or has run. If the container waits for a restart, the source
     * is the log of the previous run.
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
                                || Pods.isRunning(status) && PREVIOUS_RUN_SIGNALS.contains(detection.graceKey()),
                        redaction))
                .findFirst()
                .orElseGet(() -> new ActiveFinding(
                        finding,
                        PROBE_SIGNALS.contains(detection.graceKey())
                                ? detection.pod().getMetadata().getName()
                                : null,
                        false,
                        redaction));
    }
}
