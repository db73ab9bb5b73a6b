package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cached objects and events that concern one controller: a Deployment, StatefulSet, DaemonSet or Job.
 *
 * @param replicaSet the ReplicaSet of a Deployment's applied revision; {@code null} if the cache does not contain this
 *     ReplicaSet, or if the controller is not a Deployment
 * @param replicaSetUnknown whether the cache contains only ReplicaSets of other revisions so far
 * @param pods pods of the applied revision that are not terminating
 * @param oldPods pods of other revisions that are not terminating
 * @param anyTerminating whether any pod of the workload is terminating
 * @param warnings the warning events since the start of the rollout, including events about objects of other workloads
 *     with a similar name
 * @param restarts counts restarts of containers since the start of the rollout
 * @param rolloutStart the start of the rollout by this machine's clock, in whole seconds as the times of the API
 * @param facts facts that the current state of the pods does not show
 */
public record ControllerView(
        HasMetadata controller,
        ReplicaSet replicaSet,
        boolean replicaSetUnknown,
        List<Pod> pods,
        List<Pod> oldPods,
        boolean anyTerminating,
        WarningIndex warnings,
        RestartCounter restarts,
        Instant rolloutStart,
        PodFacts facts) {

    public ControllerView {
        pods = List.copyOf(pods);
        oldPods = List.copyOf(oldPods);
    }

    /** The warning events about this object, matched by UID. */
    public Stream<Event> warningsFor(HasMetadata object) {
        return warnings.ofUid(object.getMetadata().getUid());
    }

    /** The warning events about the object with this kind and name. */
    public Stream<Event> warningsFor(String kind, String name) {
        return warnings.ofName(kind, name);
    }

    /** Returns the same view with this pod as its only pod. */
    public ControllerView forPod(Pod pod) {
        return new ControllerView(
                controller,
                replicaSet,
                replicaSetUnknown,
                List.of(pod),
                List.of(),
                anyTerminating,
                warnings,
                restarts,
                rolloutStart,
                facts);
    }

    /**
     * The object that creates the pods: the ReplicaSet for a Deployment whose ReplicaSet is known, otherwise the
     * controller.
     */
    public HasMetadata podOwner() {
        return replicaSet == null ? controller : replicaSet;
    }

    /** Whether a pod of another revision is ready, so that the services that the program needs are likely available. */
    public boolean earlierRevisionServes() {
        return oldPods.stream().anyMatch(Pods::isReady);
    }

    public Stream<Pod> unreadyPods() {
        return pods.stream().filter(pod -> !Pods.isReady(pod));
    }
}
