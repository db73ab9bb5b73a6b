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
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ReplicaSetRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.SchedulerErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StorageClassMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StuckRevisionDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.UnschedulableDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeAttachDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeMountDetector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long each signal must last without interruption before the rollout fails. Zero means that the first detection
 * ends the rollout. A signal that is not listed never ends a rollout. A grace period is measured by this machine's
 * clock from the first detection on.
 *
 * @param scale a factor by which tests shorten all periods
 */
public record GracePeriods(double scale) {

    private static final Map<String, Duration> TABLE = Map.ofEntries(
            Map.entry(InvalidImageNameDetector.NAME, Duration.ZERO),
            Map.entry(ImageNeverPullDetector.NAME, Duration.ZERO),
            Map.entry(RunErrorDetector.NAME, Duration.ZERO),
            // These two signals count restarts instead of time.
            Map.entry(CrashLoopDetector.NAME, Duration.ZERO),
            Map.entry(OutOfMemoryDetector.NAME, Duration.ZERO),
            // The user or the same build may be about to create the missing object.
            Map.entry(ConfigErrorDetector.NAME, Duration.ofSeconds(20)),
            Map.entry(ClaimMissingDetector.NAME, Duration.ofSeconds(30)),
            Map.entry(StorageClassMissingDetector.NAME, Duration.ofSeconds(30)),
            // Controllers retry about 10, 20 and 41 seconds after the first failure.
            Map.entry(PodsRefusedDetector.NAME, Duration.ofSeconds(45)),
            Map.entry(ReplicaSetRefusedDetector.NAME, Duration.ofSeconds(45)),
            // Registries and runtimes fail temporarily; the kubelet retries after 10, 20 and 40 seconds.
            Map.entry(ImagePullDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(CreateErrorDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(VolumeMountDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(NetworkDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(StuckRevisionDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(ClaimPendingDetector.NAME, Duration.ofMinutes(3)),
            // A cluster autoscaler adds a node in three to five minutes.
            Map.entry(UnschedulableDetector.NAME, Duration.ofMinutes(6)),
            // An extender or a volume binding may fail for as long as a new node needs.
            Map.entry(SchedulerErrorDetector.NAME, Duration.ofMinutes(6)),
            // After six minutes, Kubernetes detaches a volume from a node that does not respond.
            Map.entry(VolumeAttachDetector.NAME, Duration.ofMinutes(8)));

    /** Returns the periods that {@code docs/diagnosis.md} documents. */
    public static GracePeriods standard() {
        return new GracePeriods(1);
    }

    /** Whether a signal can end a rollout, at once or after its grace period. */
    public static boolean endsRollout(String signal) {
        return TABLE.containsKey(signal);
    }

    /** The scaled grace period; empty for a signal that never ends a rollout. */
    Optional<Duration> of(String signal) {
        return Optional.ofNullable(TABLE.get(signal))
                .map(grace -> Duration.ofMillis(Math.round(grace.toMillis() * scale)));
    }
}
