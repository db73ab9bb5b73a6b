package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.ControllerView;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detection;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Detector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import java.util.stream.Stream;

/**
 * Detects a pod whose node has stopped responding or reports that it cannot run pods. The node may return.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/util/node/controller_utils.go">MarkPodsNotReady</a>
 */
public final class NodeNotReadyDetector implements Detector {

    static final String NAME = "NodeNotReady";

    @Override
    public Stream<Detection> detect(ControllerView view) {
        return view.unreadyPods()
                .flatMap(pod -> view.warningsFor(pod)
                        .filter(event -> Events.hasReason(event, NAME))
                        .map(event -> detection(pod, event)));
    }

    private static Detection detection(Pod pod, Event event) {
        String node = String.valueOf(pod.getSpec().getNodeName());
        Detection.Text text = new Detection.Text(
                NAME, Messages.NodeNotReadyDetector_summary(node), Messages.NodeNotReadyDetector_advice());
        return Detection.of(text, pod, event);
    }
}
