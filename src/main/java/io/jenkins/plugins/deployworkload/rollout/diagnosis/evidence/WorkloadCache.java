package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.status.StatefulSetRevisions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Stores the pods, ReplicaSets and warning events of a workload by UID. A pod can arrive before its ReplicaSet, so the
 * cache looks up owners only when a view is requested.
 */
public final class WorkloadCache {

    private static final String DEPLOYMENT_REVISION = "deployment.kubernetes.io/revision";
    private static final String POD_TEMPLATE_HASH = "pod-template-hash";
    private static final String REVISION_HASH = "controller-revision-hash";
    private static final String TEMPLATE_GENERATION = "pod-template-generation";
    private static final String DAEMON_SET_GENERATION = "deprecated.daemonset.template.generation";

    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, ReplicaSet> replicaSets = new LinkedHashMap<>();
    private final Map<String, Event> warnings = new LinkedHashMap<>();
    private final RestartCounter restarts;

    /** @param rolloutStart the start of the rollout by this machine's clock */
    public WorkloadCache(Instant rolloutStart) {
        this.restarts = new RestartCounter(rolloutStart);
    }

    public void upsert(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        switch (object) {
            case Pod pod -> {
                pods.put(uid, pod);
                restarts.observe(pod);
            }
            case ReplicaSet set -> replicaSets.put(uid, set);
            case Event event -> warnings.put(uid, event);
            default -> throw new IllegalArgumentException(object.getKind());
        }
    }

    public void delete(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        pods.remove(uid);
        restarts.forget(uid);
        replicaSets.remove(uid);
        // Do not remove events. The API server deletes an event when it expires, but its information stays valid.
    }

    /**
     * Whether the object can affect the diagnosis. An event about a PersistentVolumeClaim can affect the diagnosis if a
     * pod mounts that claim.
     */
    public boolean isRelevant(HasMetadata object) {
        return !(object instanceof Event event)
                || !ClaimEvents.KIND.equals(event.getInvolvedObject().getKind())
                || pods.values().stream()
                        .flatMap(ClaimEvents::claimNames)
                        .anyMatch(event.getInvolvedObject().getName()::equals);
    }

    /** The digests of the images that pods run, by container name; see {@link PulledDigests}. */
    public Map<String, String> digests(Map<String, String> images) {
        return PulledDigests.of(
                pods.values().stream().filter(WorkloadCache::isNotTerminating).toList(), images);
    }

    /**
     * Returns the unready pods of a StatefulSet that still have an old revision and that the update must replace. The
     * list is empty with the strategy OnDelete, because with this strategy the user decides which pods to delete.
     *
     * @param set the StatefulSet; its status must belong to the applied generation
     */
    public List<Pod> stuckPods(StatefulSet set) {
        return StatefulSetRevisions.isOnDelete(set)
                ? List.of()
                : controlledBy(pods.values(), set).stream()
                        .filter(pod -> !Pods.isReady(pod)
                                && !Objects.equals(
                                        StatefulSetRevisions.revisionFor(set, pod), Pods.label(pod, REVISION_HASH)))
                        .toList();
    }

    /** @param controller the object that creates the pods; its status must belong to the applied generation */
    public ControllerView view(HasMetadata controller) {
        return switch (controller) {
            case Deployment deployment -> view(deployment);
            case StatefulSet set ->
                view(
                        set,
                        REVISION_HASH,
                        set.getStatus() == null ? null : set.getStatus().getUpdateRevision());
            case DaemonSet set -> view(set, TEMPLATE_GENERATION, annotation(set, DAEMON_SET_GENERATION));
            default ->
                new ControllerView(
                        controller,
                        null,
                        false,
                        controller instanceof Pod pod
                                ? List.of(pods.getOrDefault(pod.getMetadata().getUid(), pod))
                                : controlledBy(pods.values(), controller),
                        List.of(),
                        anyTerminating(),
                        events(),
                        restarts);
        };
    }

    private ControllerView view(Deployment deployment) {
        String revision = annotation(deployment, DEPLOYMENT_REVISION);
        Optional<ReplicaSet> current = controlledBy(replicaSets.values(), deployment).stream()
                .filter(set -> revision != null && revision.equals(annotation(set, DEPLOYMENT_REVISION)))
                .findFirst();
        if (current.isPresent()) {
            List<Pod> ownPods = controlledBy(pods.values(), current.get());
            return new ControllerView(
                    deployment, current.get(), false, ownPods, List.of(), anyTerminating(), events(), restarts);
        }
        // If the account has no permission to watch ReplicaSets, use the pods that match the pod template. If these
        // pods belong to several revisions, use the pods of the newest revision.
        String name = deployment.getMetadata().getName() + "-";
        List<Pod> candidates = pods.values().stream()
                .filter(pod -> replicaSets.isEmpty()
                        && isNotTerminating(pod)
                        && pod.getMetadata().getName().startsWith(name)
                        && TemplateMatcher.matches(
                                deployment.getSpec().getTemplate().getSpec(), pod))
                .toList();
        String hash = candidates.stream()
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .map(pod -> Pods.label(pod, POD_TEMPLATE_HASH))
                .orElse(null);
        return new ControllerView(
                deployment,
                null,
                !replicaSets.isEmpty(),
                candidates.stream()
                        .filter(pod -> Objects.equals(hash, Pods.label(pod, POD_TEMPLATE_HASH)))
                        .toList(),
                List.of(),
                anyTerminating(),
                events(),
                restarts);
    }

    private ControllerView view(HasMetadata set, String label, String revision) {
        List<Pod> candidates = controlledBy(pods.values(), set);
        return new ControllerView(
                set,
                null,
                false,
                candidates.stream()
                        .filter(pod -> Objects.equals(revision, Pods.label(pod, label)))
                        .toList(),
                candidates.stream()
                        .filter(pod -> !Objects.equals(revision, Pods.label(pod, label)))
                        .toList(),
                anyTerminating(),
                events(),
                restarts);
    }

    /** Whether any pod of the workload is terminating. The cache contains only pods of this workload. */
    private boolean anyTerminating() {
        return pods.values().stream().anyMatch(pod -> !isNotTerminating(pod) && !Pods.isTerminal(pod));
    }

    private List<Event> events() {
        return List.copyOf(warnings.values());
    }

    private static <T extends HasMetadata> List<T> controlledBy(Collection<T> objects, HasMetadata owner) {
        return objects.stream()
                .filter(object ->
                        Pods.isControlledBy(object, owner.getMetadata().getUid()))
                .filter(WorkloadCache::isNotTerminating)
                .toList();
    }

    private static boolean isNotTerminating(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() == null;
    }

    private static String annotation(HasMetadata object, String key) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(key);
    }
}
