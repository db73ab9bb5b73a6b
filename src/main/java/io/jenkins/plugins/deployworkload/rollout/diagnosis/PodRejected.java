package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.stream.Stream;

/** A node has ended the pod, or did not let it in: short of memory or disk, or changed since the scheduler looked. */
final class PodRejected implements Signal {

    static final String NAME = "PodRejected";

    @Override
    public Stream<Sighting> look(Scene scene) {
        Sighting.Text text = new Sighting.Text(NAME, Messages.PodRejected_what(), Messages.PodRejected_advice());
        return scene.pods().stream()
                .filter(pod -> pod.getStatus() != null
                        && "Failed".equals(pod.getStatus().getPhase())
                        && pod.getStatus().getReason() != null)
                .map(pod -> Sighting.of(
                        text,
                        pod,
                        Pods.place(pod),
                        pod.getStatus().getStartTime(),
                        pod.getStatus().getReason() + ": " + pod.getStatus().getMessage()));
    }
}
