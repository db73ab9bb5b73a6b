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
 * Asks all signals, remembers since when each has been there without a gap, and decides when it is certain that the
 * workload will not run. For that one bad pod is not enough: of a Deployment every pod of the applied revision has to fail,
 * since each may be made again elsewhere; of the others every pod that is not ready, since no other will take its place.
 * While pods of the applied revision are still on their way, nothing is certain.
 */
public final class Diagnosis {

    /** Of pods, in the order in which they are told: the nearer to the cause the earlier. */
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
            new NetworkDetector());

    private static final List<Detector> DETECTORS = Stream.of(
                    Stream.of(new PodsRefusedDetector()),
                    POD_DETECTORS.stream(),
                    Stream.of(
                            new StuckRevisionDetector(POD_DETECTORS),
                            new PodRejectedDetector(),
                            new LivenessProbeDetector(),
                            new ReadinessProbeDetector(),
                            new AutoscalerDetector(),
                            new OtherWarningDetector()))
            .<Detector>flatMap(Function.identity())
            .toList();

    /** Of all signals, as in {@code docs/diagnosis.md}: those of their classes. */
    static List<String> signalNames() {
        return DETECTORS.stream()
                .map(detector -> detector.getClass().getSimpleName().replaceFirst("Detector$", ""))
                .toList();
    }

    /** In a Job its own limit of retries decides about them. */
    private static final Set<String> RETRIED_BY_JOBS =
            Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME, RunErrorDetector.NAME);

    /** Only what runs is asked by a probe, and the kubelet tells of that before it tells that the container runs. */
    private static final Set<String> PROBE_SIGNALS = Set.of(LivenessProbeDetector.NAME, ReadinessProbeDetector.NAME);

    /** They are about the runs before, also of a container that runs at the moment. */
    private static final Set<String> PREVIOUS_RUN_SIGNALS = Set.of(CrashLoopDetector.NAME, OutOfMemoryDetector.NAME);

    /**
     * A finding, and from where its log is to be fetched.
     *
     * @param logPod name of the pod whose container's log belongs to it; {@code null} for none
     * @param previous whether the container has been started again since
     * @param redaction what the log must not show
     */
    public record ActiveFinding(Finding finding, String logPod, boolean previous, Redaction redaction) {}

    /**
     * What there is to say of one object.
     *
     * @param active what shows now, in the order of the signals
     * @param fatal why it will certainly not run, if so
     * @param recheckAfter when to look again although nothing may have changed, if so
     */
    public record Report(List<ActiveFinding> active, Optional<ActiveFinding> fatal, Optional<Duration> recheckAfter) {}

    /** Which findings are one: the same reason at another pod is not told again. */
    private record Key(String graceKey, String controller, String summary, String container) {}

    /**
     * What was seen without a gap.
     *
     * @param firstSeen since when
     * @param graceStart from when its grace counts
     * @param recovering whether what is under way may end it, so that the grace has not begun
     */
    private record TrackedFinding(Finding finding, long firstSeen, long graceStart, boolean recovering) {

        TrackedFinding update(boolean mends, long now) {
            return new TrackedFinding(finding, firstSeen, mends || recovering ? now : graceStart, mends);
        }

        /**
         * How much is left of the grace. Controllers try again after pauses that double, each about as long as all the time
         * before it: what is mended when one has just begun shows when it is over.
         */
        Duration remaining(Duration grace, long now) {
            return grace.plusNanos(graceStart - firstSeen).minusNanos(now - graceStart);
        }
    }

    private final GracePeriods graces;
    private final LongSupplier nanos;
    private final Map<Key, TrackedFinding> tracked = new HashMap<>();

    /** @param nanos a clock that only goes forward */
    public Diagnosis(GracePeriods graces, LongSupplier nanos) {
        this.graces = graces;
        this.nanos = nanos;
    }

    /** @param controller as it is, after its controller has seen the applied generation */
    public Report diagnose(WorkloadCache cast, HasMetadata controller) {
        ControllerView scene = cast.view(controller);
        long now = nanos.getAsLong();
        Map<Key, ActiveFinding> present = new LinkedHashMap<>();
        Set<Key> standing = new HashSet<>();
        Map<Key, Set<String>> failing = new HashMap<>();
        Set<Key> general = new HashSet<>();
        for (Detector signal : DETECTORS) {
            signal.detect(scene).forEach(sighting -> {
                Key key = key(controller, sighting);
                TrackedFinding entry = tracked.computeIfAbsent(
                                key, absent -> new TrackedFinding(toFinding(controller, sighting), now, now, false))
                        .update(sighting.recovering(), now);
                tracked.put(key, entry);
                standing.add(key);
                if (sighting.recovering()) {
                    return;
                }
                present.computeIfAbsent(key, absent -> toActiveFinding(entry.finding, sighting));
                if (sighting.pod() == null) {
                    general.add(key);
                } else {
                    failing.computeIfAbsent(key, absent -> new HashSet<>())
                            .add(sighting.pod().getMetadata().getUid());
                }
            });
        }
        // What has healed and comes again begins anew.
        tracked.keySet()
                .removeIf(key -> key.controller.equals(controller.getMetadata().getUid()) && !standing.contains(key));
        List<Key> over = new ArrayList<>();
        Optional<Duration> again = Optional.empty();
        for (Key key : present.keySet()) {
            Optional<Duration> grace = grace(controller, key.graceKey);
            if (grace.isPresent()) {
                Duration left = tracked.get(key).remaining(grace.get(), now);
                if (left.isNegative() || left.isZero()) {
                    over.add(key);
                } else if (again.isEmpty() || left.compareTo(again.get()) < 0) {
                    again = Optional.of(left);
                }
            }
        }
        Optional<ActiveFinding> certain = fatal(scene, over, failing, general).map(present::get);
        return new Report(List.copyOf(present.values()), certain, again);
    }

    private static Optional<Key> fatal(
            ControllerView scene, List<Key> over, Map<Key, Set<String>> failing, Set<Key> general) {
        if (over.isEmpty()) {
            return Optional.empty();
        }
        Set<String> bad = new HashSet<>();
        over.forEach(key -> bad.addAll(failing.getOrDefault(key, Set.of())));
        List<Pod> live =
                scene.pods().stream().filter(pod -> !Pods.isTerminal(pod)).toList();
        List<Pod> unready = live.stream().filter(pod -> !Pods.isReady(pod)).toList();
        boolean hopeful =
                unready.stream().anyMatch(pod -> !bad.contains(pod.getMetadata().getUid()));
        if (hopeful) {
            return Optional.empty();
        }
        Optional<Key> whole = over.stream().filter(general::contains).findFirst();
        if (whole.isPresent()) {
            return whole;
        }
        boolean someReady = scene.controller() instanceof Deployment && unready.size() < live.size();
        return unready.isEmpty() || someReady || onDelete(scene.controller())
                ? Optional.empty()
                : over.stream()
                        .filter(key -> !failing.getOrDefault(key, Set.of()).isEmpty())
                        .findFirst();
    }

    private static boolean onDelete(HasMetadata controller) {
        return controller instanceof StatefulSet set && StatefulSetRevisions.isOnDelete(set);
    }

    private static Key key(HasMetadata controller, Detection sighting) {
        Finding finding = sighting.finding();
        return new Key(
                sighting.graceKey(),
                controller.getMetadata().getUid(),
                finding.summary(),
                finding.location().container());
    }

    private Optional<Duration> grace(HasMetadata controller, String signal) {
        return controller instanceof Job && RETRIED_BY_JOBS.contains(signal) ? Optional.empty() : graces.of(signal);
    }

    private Finding toFinding(HasMetadata controller, Detection sighting) {
        Severity severity = grace(controller, sighting.graceKey())
                .map(grace -> grace.isZero() ? Severity.FATAL : Severity.GRACE)
                .orElse(Severity.INFO);
        Finding finding = sighting.finding();
        return finding.withEvidence(redaction(controller, sighting).hide(finding.evidence()))
                .withSeverity(severity);
    }

    /** Where there is no pod yet, what was to make it is repeated, as by admission that refuses it. */
    private static Redaction redaction(HasMetadata controller, Detection sighting) {
        return sighting.pod() == null ? Redaction.ofPodTemplates(List.of(controller)) : Redaction.of(sighting.pod());
    }

    /** Containers that run, or ran, have a log: one that waits to be started again that of the run before. */
    private static ActiveFinding toActiveFinding(Finding finding, Detection sighting) {
        String container = sighting.finding().location().container();
        Redaction redaction = Redaction.of(sighting.pod());
        if (container == null || sighting.pod() == null) {
            return new ActiveFinding(finding, null, false, redaction);
        }
        return Pods.containerStatuses(sighting.pod())
                .filter(status -> container.equals(status.getName()))
                .filter(status ->
                        Pods.isRunning(status) || Pods.lastTermination(status).isPresent())
                .map(status -> new ActiveFinding(
                        finding,
                        sighting.pod().getMetadata().getName(),
                        Pods.isWaitingToStart(status)
                                || Pods.isRunning(status) && PREVIOUS_RUN_SIGNALS.contains(sighting.graceKey()),
                        redaction))
                .findFirst()
                .orElseGet(() -> new ActiveFinding(
                        finding,
                        PROBE_SIGNALS.contains(sighting.graceKey())
                                ? sighting.pod().getMetadata().getName()
                                : null,
                        false,
                        redaction));
    }
}
