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
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PausedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PodsRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ReplicaSetRefusedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.SchedulerErrorDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StorageClassMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.StuckRevisionDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.UnschedulableDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeAttachDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.VolumeMountDetector;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.FailFast;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long each signal must last without interruption before the rollout fails. Zero means that the first detection can
 * fail the rollout. A signal without a grace period never fails a rollout. A grace period starts at the first
 * detection, by this machine's clock.
 * The key of a grace period is a signal, or a signal, a dot and a variant.
 *
 * @param scale a factor by which tests shorten all periods
 * @param failFast which periods apply to signals that {@code patience} does not contain
 * @param patience periods by signal; they replace those of all variants of the signal
 */
public record GracePeriods(double scale, FailFast failFast, Map<String, Duration> patience) {

    private static final Map<String, Duration> TABLE = Map.ofEntries(
            Map.entry(InvalidImageNameDetector.NAME, Duration.ZERO),
            Map.entry(ImageNeverPullDetector.NAME, Duration.ZERO),
            Map.entry(RunErrorDetector.NAME, Duration.ZERO),
            // The third crash starts the clock. The kubelet restarts the container 20, 60 and 140 seconds later, so the
            // period includes two more runs, for example while a database of the same deploy starts.
            Map.entry(CrashLoopDetector.NAME, Duration.ofSeconds(80)),
            // An earlier revision serves, so its services are available. The period includes one more run.
            Map.entry(CrashLoopDetector.UPDATE, Duration.ofSeconds(40)),
            // The kubelet forgets the crashes of a container that has run for ten minutes.
            Map.entry(CrashLoopDetector.RUNNING, Duration.ofMinutes(5)),
            // Memory use hardly depends on other services. The period includes one more run.
            Map.entry(OutOfMemoryDetector.NAME, Duration.ofSeconds(30)),
            Map.entry(OutOfMemoryDetector.RUNNING, Duration.ofMinutes(5)),
            // The user or the same build may be about to create the missing object.
            Map.entry(ConfigErrorDetector.NAME, Duration.ofSeconds(20)),
            Map.entry(ConfigErrorDetector.CERTAIN, Duration.ZERO),
            Map.entry(ConfigErrorDetector.OTHER, Duration.ofSeconds(60)),
            Map.entry(ClaimMissingDetector.NAME, Duration.ofSeconds(30)),
            Map.entry(StorageClassMissingDetector.NAME, Duration.ofSeconds(30)),
            // Time for the controller to change the number of replicas, which it does for a paused Deployment too.
            Map.entry(PausedDetector.NAME, Duration.ofSeconds(10)),
            // Controllers retry to create pods about 10, 20, 41 and 82 seconds after the first failure.
            Map.entry(PodsRefusedDetector.NAME, Duration.ofSeconds(45)),
            Map.entry(ReplicaSetRefusedDetector.NAME, Duration.ofSeconds(45)),
            Map.entry(PodsRefusedDetector.CERTAIN, Duration.ZERO),
            // Time for the controller to create pods from a template that has just been corrected.
            Map.entry(PodsRefusedDetector.CERTAIN_EVENT, Duration.ofSeconds(5)),
            // Time to start a pod of the webhook on another node.
            Map.entry(PodsRefusedDetector.UNREACHABLE, Duration.ofSeconds(90)),
            // Failures of registries and container runtimes can be temporary; the kubelet retries after 10, 20 and 40
            // seconds.
            Map.entry(ImagePullDetector.NAME, Duration.ofSeconds(60)),
            // The first retry has given the same answer. A registry may show a new image a few seconds late.
            Map.entry(ImagePullDetector.CERTAIN, Duration.ofSeconds(20)),
            Map.entry(CreateErrorDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(VolumeMountDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(NetworkDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(StuckRevisionDetector.NAME, Duration.ofSeconds(60)),
            Map.entry(ClaimPendingDetector.NAME, Duration.ofMinutes(3)),
            // A cluster autoscaler adds a node in three to five minutes.
            Map.entry(UnschedulableDetector.NAME, Duration.ofMinutes(6)),
            // An extender or a volume binding may fail for as long as a new node needs.
            Map.entry(SchedulerErrorDetector.NAME, Duration.ofMinutes(6)),
            // If a node does not respond, Kubernetes detaches the node's volumes after six minutes.
            Map.entry(VolumeAttachDetector.NAME, Duration.ofMinutes(8)));

    public GracePeriods {
        patience = Map.copyOf(patience);
    }

    public GracePeriods(double scale) {
        this(scale, FailFast.NORMAL, Map.of());
    }

    /** Returns the periods that {@code docs/diagnosis.md} documents. */
    public static GracePeriods standard() {
        return new GracePeriods(1);
    }

    /** Returns the periods for a rollout with these options. */
    public GracePeriods with(RolloutOptions options) {
        return new GracePeriods(scale, options.failFast(), options.patience());
    }

    /** The signal of a key. */
    static String signal(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    /** Whether a signal can fail a rollout, at once or after its grace period, if no option changes this. */
    public static boolean endsRollout(String key) {
        return TABLE.containsKey(key);
    }

    /** The scaled grace period; empty for a signal that never fails a rollout. */
    Optional<Duration> of(String key) {
        return Optional.ofNullable(patience.get(signal(key)))
                .or(() -> byDefault(key))
                .map(grace -> Duration.ofMillis(Math.round(grace.toMillis() * scale)));
    }

    private Optional<Duration> byDefault(String key) {
        Optional<Duration> standard = Optional.ofNullable(TABLE.get(key));
        return switch (failFast) {
            case STRICT -> standard.map(grace -> Duration.ZERO);
            case NORMAL -> standard;
            case OFF -> Optional.empty();
        };
    }
}
