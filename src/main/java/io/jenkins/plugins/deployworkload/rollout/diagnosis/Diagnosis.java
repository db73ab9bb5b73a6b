package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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
    private static final List<Signal> OF_PODS = List.of(
            new InvalidImageName(),
            new ImageNeverPull(),
            new ImagePull(),
            new ConfigError(),
            new RunError(),
            new CreateError(),
            new OutOfMemory(),
            new CrashLoop(),
            new Crash(),
            new VolumeMount(),
            new VolumeAttach(),
            new ClaimMissing(),
            new StorageClassMissing(),
            new Provisioning(),
            new ClaimPending(),
            new Unschedulable(),
            new Network());

    private static final List<Signal> SIGNALS = Stream.of(
                    Stream.of(new PodsRefused()),
                    OF_PODS.stream(),
                    Stream.of(
                            new StuckRevision(OF_PODS),
                            new PodRejected(),
                            new LivenessProbe(),
                            new ReadinessProbe(),
                            new Autoscaler(),
                            new OtherWarning()))
            .<Signal>flatMap(Function.identity())
            .toList();

    /** Of all signals, as in {@code docs/diagnosis.md}: those of their classes. */
    static List<String> names() {
        return SIGNALS.stream().map(signal -> signal.getClass().getSimpleName()).toList();
    }

    /** In a Job its own limit of retries decides about them. */
    private static final Set<String> RETRIED_BY_JOBS = Set.of(CrashLoop.NAME, OutOfMemory.NAME, RunError.NAME);

    /** Only what runs is asked by a probe, and the kubelet tells of that before it tells that the container runs. */
    private static final Set<String> OF_PROBES = Set.of(LivenessProbe.NAME, ReadinessProbe.NAME);

    /** They are about the runs before, also of a container that runs at the moment. */
    private static final Set<String> LOOPS = Set.of(CrashLoop.NAME, OutOfMemory.NAME);

    /**
     * A finding, and from where its log is to be fetched.
     *
     * @param pod name of the pod whose container's log belongs to it; {@code null} for none
     * @param previous whether the container has been started again since
     * @param redaction what the log must not show
     */
    public record Seen(Finding finding, String pod, boolean previous, Redaction redaction) {}

    /**
     * What there is to say of one object.
     *
     * @param present what shows now, in the order of the signals
     * @param certain why it will certainly not run, if so
     * @param again when to look again although nothing may have changed, if so
     */
    public record Report(List<Seen> present, Optional<Seen> certain, Optional<Duration> again) {}

    /** Which findings are one: the same reason at another pod is not told again. */
    private record Key(String signal, String controller, String what, String container) {}

    /**
     * What was seen without a gap.
     *
     * @param first since when
     * @param since from when its grace counts
     * @param mending whether what is under way may end it, so that the grace has not begun
     */
    private record Known(Finding finding, long first, long since, boolean mending) {

        Known seen(boolean mends, long now) {
            return new Known(finding, first, mends || mending ? now : since, mends);
        }

        /**
         * How much is left of the grace. Controllers try again after pauses that double, each about as long as all the time
         * before it: what is mended when one has just begun shows when it is over.
         */
        Duration left(Duration grace, long now) {
            return grace.plusNanos(since - first).minusNanos(now - since);
        }
    }

    private final Graces graces;
    private final LongSupplier nanos;
    private final Map<Key, Known> known = new HashMap<>();

    /** @param nanos a clock that only goes forward */
    public Diagnosis(Graces graces, LongSupplier nanos) {
        this.graces = graces;
        this.nanos = nanos;
    }

    /** @param controller as it is, after its controller has seen the applied generation */
    public Report look(Cast cast, HasMetadata controller) {
        Scene scene = cast.scene(controller);
        long now = nanos.getAsLong();
        Map<Key, Seen> present = new LinkedHashMap<>();
        Set<Key> standing = new HashSet<>();
        Map<Key, Set<String>> failing = new HashMap<>();
        Set<Key> general = new HashSet<>();
        for (Signal signal : SIGNALS) {
            signal.look(scene).forEach(sighting -> {
                Key key = key(controller, sighting);
                Known entry = known.computeIfAbsent(
                                key, absent -> new Known(severity(controller, sighting), now, now, false))
                        .seen(sighting.mending(), now);
                known.put(key, entry);
                standing.add(key);
                if (sighting.mending()) {
                    return;
                }
                present.computeIfAbsent(key, absent -> seen(entry.finding, sighting));
                if (sighting.pod() == null) {
                    general.add(key);
                } else {
                    failing.computeIfAbsent(key, absent -> new HashSet<>())
                            .add(sighting.pod().getMetadata().getUid());
                }
            });
        }
        // What has healed and comes again begins anew.
        known.keySet()
                .removeIf(key -> key.controller.equals(controller.getMetadata().getUid()) && !standing.contains(key));
        List<Key> over = new ArrayList<>();
        Optional<Duration> again = Optional.empty();
        for (Key key : present.keySet()) {
            Optional<Duration> grace = grace(controller, key.signal);
            if (grace.isPresent()) {
                Duration left = known.get(key).left(grace.get(), now);
                if (left.isNegative() || left.isZero()) {
                    over.add(key);
                } else if (again.isEmpty() || left.compareTo(again.get()) < 0) {
                    again = Optional.of(left);
                }
            }
        }
        Optional<Seen> certain = certain(scene, over, failing, general).map(present::get);
        return new Report(List.copyOf(present.values()), certain, again);
    }

    private static Optional<Key> certain(Scene scene, List<Key> over, Map<Key, Set<String>> failing, Set<Key> general) {
        if (over.isEmpty()) {
            return Optional.empty();
        }
        Set<String> bad = new HashSet<>();
        over.forEach(key -> bad.addAll(failing.getOrDefault(key, Set.of())));
        List<Pod> live = scene.pods().stream().filter(pod -> !Pods.over(pod)).toList();
        List<Pod> unready = live.stream().filter(pod -> !Pods.ready(pod)).toList();
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
        return controller instanceof StatefulSet set && UpdateOrder.onDelete(set);
    }

    private static Key key(HasMetadata controller, Sighting sighting) {
        Finding finding = sighting.finding();
        return new Key(
                sighting.signal(),
                controller.getMetadata().getUid(),
                finding.what(),
                finding.where().container());
    }

    private Optional<Duration> grace(HasMetadata controller, String signal) {
        return controller instanceof Job && RETRIED_BY_JOBS.contains(signal) ? Optional.empty() : graces.of(signal);
    }

    private Finding severity(HasMetadata controller, Sighting sighting) {
        Severity severity = grace(controller, sighting.signal())
                .map(grace -> grace.isZero() ? Severity.FATAL : Severity.GRACE)
                .orElse(Severity.INFO);
        Finding finding = sighting.finding();
        return finding.withEvidence(redaction(controller, sighting).hide(finding.evidence()))
                .withSeverity(severity);
    }

    /** Where there is no pod yet, what was to make it is repeated, as by admission that refuses it. */
    private static Redaction redaction(HasMetadata controller, Sighting sighting) {
        return sighting.pod() == null ? Redaction.ofMakers(List.of(controller)) : Redaction.of(sighting.pod());
    }

    /** Containers that run, or ran, have a log: one that waits to be started again that of the run before. */
    private static Seen seen(Finding finding, Sighting sighting) {
        String container = sighting.finding().where().container();
        Redaction redaction = Redaction.of(sighting.pod());
        if (container == null || sighting.pod() == null) {
            return new Seen(finding, null, false, redaction);
        }
        return Pods.containers(sighting.pod())
                .filter(status -> container.equals(status.getName()))
                .filter(status -> Pods.running(status) || Pods.ended(status).isPresent())
                .map(status -> new Seen(
                        finding,
                        sighting.pod().getMetadata().getName(),
                        Pods.betweenRuns(status) || Pods.running(status) && LOOPS.contains(sighting.signal()),
                        redaction))
                .findFirst()
                .orElseGet(() -> new Seen(
                        finding,
                        OF_PROBES.contains(sighting.signal())
                                ? sighting.pod().getMetadata().getName()
                                : null,
                        false,
                        redaction));
    }
}
