package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long each signal may stand before the rollout counts as failed. None is as good as certain from the start; what is
 * not here never ends a rollout. Measured by this machine from when it was first seen without a gap.
 *
 * @param scale for tests, which have no minutes
 */
public record Graces(double scale) {

    private static final Map<String, Duration> TABLE = Map.ofEntries(
            Map.entry(InvalidImageName.NAME, Duration.ZERO),
            Map.entry(ImageNeverPull.NAME, Duration.ZERO),
            Map.entry(RunError.NAME, Duration.ZERO),
            // These two count restarts instead.
            Map.entry(CrashLoop.NAME, Duration.ZERO),
            Map.entry(OutOfMemory.NAME, Duration.ZERO),
            // Somebody, or the same build, may be about to make what is missing.
            Map.entry(ConfigError.NAME, Duration.ofSeconds(20)),
            Map.entry(ClaimMissing.NAME, Duration.ofSeconds(30)),
            Map.entry(StorageClassMissing.NAME, Duration.ofSeconds(30)),
            // Controllers try again about 10, 20 and 41 seconds after the first time.
            Map.entry(PodsRefused.NAME, Duration.ofSeconds(45)),
            // Registries and runtimes have their moments; the kubelet tries again after 10, 20 and 40 seconds.
            Map.entry(ImagePull.NAME, Duration.ofSeconds(60)),
            Map.entry(CreateError.NAME, Duration.ofSeconds(60)),
            Map.entry(VolumeMount.NAME, Duration.ofSeconds(60)),
            Map.entry(Network.NAME, Duration.ofSeconds(60)),
            Map.entry(StuckRevision.NAME, Duration.ofSeconds(60)),
            Map.entry(ClaimPending.NAME, Duration.ofMinutes(3)),
            // An autoscaler brings a node in three to five minutes.
            Map.entry(Unschedulable.NAME, Duration.ofMinutes(6)),
            // A volume is taken from a node that does not answer after six minutes.
            Map.entry(VolumeAttach.NAME, Duration.ofMinutes(8)));

    /** As in {@code docs/diagnosis.md}. */
    public static Graces standard() {
        return new Graces(1);
    }

    /** Whether a signal ends a rollout, be it after a while. */
    static boolean end(String signal) {
        return TABLE.containsKey(signal);
    }

    /** Empty for a signal that never ends a rollout. */
    Optional<Duration> of(String signal) {
        return Optional.ofNullable(TABLE.get(signal))
                .map(grace -> Duration.ofMillis(Math.round(grace.toMillis() * scale)));
    }
}
