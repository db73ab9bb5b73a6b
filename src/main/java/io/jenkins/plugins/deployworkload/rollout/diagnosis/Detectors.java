package io.jenkins.plugins.deployworkload.rollout.diagnosis;

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
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.GuardedDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.AutoscalerDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimMissingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.ClaimPendingDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.NetworkDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.NodeNotReadyDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.NotReadyDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.OtherWarningDetector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.pod.PausedDetector;
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
import java.util.List;
import java.util.stream.Stream;

/** All detectors, in the order in which their findings are reported. The findings closest to the cause come first. */
public final class Detectors {

    /** Detectors that explain why a pod does not start or run. */
    private static final List<Detector> POD_DETECTORS = guarded(
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

    static final List<Detector> ALL = Stream.of(
                    guarded(new PausedDetector(), new ReplicaSetRefusedDetector(), new PodsRefusedDetector()),
                    POD_DETECTORS,
                    guarded(
                            new StuckRevisionDetector(POD_DETECTORS, GracePeriods::endsRollout),
                            new SchedulingGatedDetector(),
                            new PodRejectedDetector(),
                            new NodeNotReadyDetector(),
                            new LivenessProbeDetector(),
                            new ReadinessProbeDetector(),
                            new AutoscalerDetector(),
                            new OtherWarningDetector()))
            .flatMap(List::stream)
            .toList();

    /** Describes pods about which the other detectors report nothing. */
    static final Detector NOT_READY = new GuardedDetector(new NotReadyDetector());

    private Detectors() {}

    /** The signals in {@code docs/diagnosis.md}. */
    public static List<String> signals() {
        return Stream.concat(ALL.stream(), Stream.of(NOT_READY))
                .map(detector -> ((GuardedDetector) detector).signal())
                .toList();
    }

    private static List<Detector> guarded(Detector... detectors) {
        return Stream.of(detectors).<Detector>map(GuardedDetector::new).toList();
    }
}
