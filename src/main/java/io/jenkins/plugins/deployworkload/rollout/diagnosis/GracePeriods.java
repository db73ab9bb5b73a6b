package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ConfigErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CrashLoopDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.CreateErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ImageNeverPullDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.ImagePullDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.InvalidImageNameDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.OutOfMemoryDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.container.RunErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimPendingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.NetworkDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PodsRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StorageClassMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StuckRevisionDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.UnschedulableDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeAttachDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeMountDetector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long each signal may stand before the rollout counts as failed. None is as good as certain from the start; what is
 * not here never ends a rollout. Measured by this machine from when it was first seen without a gap.
 *
 * @param scale for tests, which have no minutes
 */
public record GracePeriods(double scale) {

    private static final Map<String, Duration> TABLE = Map.ofEntries(
            Map.entry(InvalidImageNameDetector.NAME, Duration.ZERO),
            Map.entry(ImageNeverPullDetector.NAME, Duration.ZERO),
            Map.entry(RunErrorDetector.NAME, Duration.ZERO),
            // These two count restarts instead.
            Map.entry(CrashLoopDetector.NAME, Duration.ZERO),
            Map.entry(OutOfMemoryDetector.NAME, Duration.ZERO),
            // Somebody, or the same build, may be about to make what is missing.
            Map.entry(ConfigErrorDetector.NAME, Duration.ofSeconds(20)),
            Map.entry(ClaimMissingDetector.NAME, Duration.ofSeconds(30)),
            Map.entry(StorageClassMissingDetector.NAME, Duration.ofSeconds(30)),
            // Controllers try again about 10, 20 and 41 seconds after the first time.
            Map.entry(PodsRefusedDetector.NAME, Duration.ofSeconds(45)),
            // Registries and runtimes have their moments; the kubelet tries again after 10, 20 and 40 seconds.
            Map.entry(ImagePullDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(CreateErrorDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(VolumeMountDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(NetworkDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(StuckRevisionDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(ClaimPendingDetector.NAME, Duration.ofMinutes(3)),
            // An autoscaler brings a node in three to five minutes.
            Map.entry(UnschedulableDetector.NAME, Duration.ofMinutes(6)),
            // A volume is taken from a node that does not answer after six minutes.
            Map.entry(VolumeAttachDetector.NAME, Duration.ofMinutes(8)));

    /** As in {@code docs/diagnosis.md}. */
    public static GracePeriods standard() {
        return new GracePeriods(1);
    }

    /** Whether a signal ends a rollout, be it after a while. */
    public static boolean endsRollout(String signal) {
        return TABLE.containsKey(signal);
    }

    /** Empty for a signal that never ends a rollout. */
    Optional<Duration> of(String signal) {
        return Optional.ofNullable(TABLE.get(signal))
                .map(grace -> Duration.ofMillis(Math.round(grace.toMillis() * scale)));
    }
}
