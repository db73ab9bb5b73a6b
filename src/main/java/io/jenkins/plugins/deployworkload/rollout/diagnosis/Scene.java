package io.jenkins.plugins.deployworkload.rollout.diagnosis;

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
 * @param unheard whether that one is still to be heard of, as others of the Deployment were
 * @param pods of the applied revision, without those that are going
 * @param older of other revisions, without those that are going
 * @param leaving whether any is going, of whatever revision
 * @param warnings that may concern the workload, since the rollout began
 * @param restarts of the pods' containers since then
 */
record Scene(
        HasMetadata controller,
        ReplicaSet replicaSet,
        boolean unheard,
        List<Pod> pods,
        List<Pod> older,
        boolean leaving,
        List<Event> warnings,
        Restarts restarts) {

    Scene {
        pods = List.copyOf(pods);
        older = List.copyOf(older);
        warnings = List.copyOf(warnings);
    }

    /** About exactly this object. */
    Stream<Event> about(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        return warnings.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && Objects.equals(uid, event.getInvolvedObject().getUid()));
    }

    /** About the object of this kind and name. */
    Stream<Event> about(String kind, String name) {
        return warnings.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && kind.equals(event.getInvolvedObject().getKind())
                        && name.equals(event.getInvolvedObject().getName()));
    }

    /** As if it were about this pod alone. */
    Scene of(Pod pod) {
        return new Scene(controller, replicaSet, unheard, List.of(pod), List.of(), leaving, warnings, restarts);
    }

    /** What makes the pods. */
    HasMetadata maker() {
        return replicaSet == null ? controller : replicaSet;
    }

    Stream<Pod> unready() {
        return pods.stream().filter(pod -> !Pods.ready(pod));
    }
}
