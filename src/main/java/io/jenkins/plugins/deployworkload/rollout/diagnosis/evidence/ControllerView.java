package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the cluster shows of one object that makes pods.
 *
 * @param controller the object
 * @param replicaSet a Deployment's, of the applied revision; {@code null} for none
 * @param replicaSetUnknown whether that one is still to be heard of, as others of the Deployment were
 * @param pods of the applied revision, without those that are going
 * @param oldPods of other revisions, without those that are going
 * @param anyTerminating whether any is going, of whatever revision
 * @param warnings that may concern the workload, since the rollout began
 * @param restarts of the pods' containers since then
 */
public record ControllerView(
        HasMetadata controller,
        ReplicaSet replicaSet,
        boolean replicaSetUnknown,
        List<Pod> pods,
        List<Pod> oldPods,
        boolean anyTerminating,
        List<Event> warnings,
        RestartCounter restarts) {

    public ControllerView {
        pods = List.copyOf(pods);
        oldPods = List.copyOf(oldPods);
        warnings = List.copyOf(warnings);
    }

    /** About exactly this object. */
    public Stream<Event> warningsFor(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        return warnings.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && Objects.equals(uid, event.getInvolvedObject().getUid()));
    }

    /** About the object of this kind and name. */
    public Stream<Event> warningsFor(String kind, String name) {
        return warnings.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && kind.equals(event.getInvolvedObject().getKind())
                        && name.equals(event.getInvolvedObject().getName()));
    }

    /** As if it were about this pod alone. */
    public ControllerView forPod(Pod pod) {
        return new ControllerView(
                controller, replicaSet, replicaSetUnknown, List.of(pod), List.of(), anyTerminating, warnings, restarts);
    }

    /** What makes the pods. */
    public HasMetadata podOwner() {
        return replicaSet == null ? controller : replicaSet;
    }

    public Stream<Pod> unreadyPods() {
        return pods.stream().filter(pod -> !Pods.isReady(pod));
    }
}
