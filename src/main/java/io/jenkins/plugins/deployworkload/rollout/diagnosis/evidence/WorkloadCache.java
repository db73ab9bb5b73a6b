package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.status.DeploymentStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.NotReadyNodes;
import io.jenkins.plugins.deployworkload.rollout.status.StatefulSetRevisions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
    private final Map<String, NodeSummary> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> claims = new HashMap<>();
    private final WarningIndex warnings = new WarningIndex();
    private final RestartCounter restarts;
    private final Instant rolloutStart;
    private final PodFacts facts = new PodFacts();
    private final PodOwners owners = new PodOwners();

    /** @param rolloutStart the start of the rollout by this machine's clock */
    public WorkloadCache(Instant rolloutStart) {
        this.restarts = new RestartCounter(rolloutStart);
        // Truncated to seconds, because the times of the API have whole seconds.
        this.rolloutStart = rolloutStart.truncatedTo(ChronoUnit.SECONDS);
    }

    public void upsert(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        switch (object) {
            case Pod pod -> {
                if (pods.put(uid, pod) == null) {
                    ClaimEvents.claimNames(pod).forEach(claim -> claims.merge(claim, 1, Integer::sum));
                }
                restarts.observe(pod);
                facts.observe(pod);
            }
            case ReplicaSet set -> replicaSets.put(uid, set);
            case Event event -> warnings.upsert(event);
            case NodeSummary node -> nodes.put(node.getMetadata().getName(), node);
            default -> throw new IllegalArgumentException(object.getKind());
        }
    }

    public void delete(HasMetadata object) {
        String uid = object.getMetadata().getUid();
        Pod removed = pods.remove(uid);
        if (removed != null) {
            ClaimEvents.claimNames(removed)
                    .forEach(claim -> claims.computeIfPresent(claim, (name, count) -> count == 1 ? null : count - 1));
        }
        restarts.forget(uid);
        facts.forget(uid);
        replicaSets.remove(uid);
        if (object instanceof NodeSummary node) {
            nodes.remove(node.getMetadata().getName());
        }
        // Do not remove events. The API server deletes an event when it expires, but its information stays valid.
    }

    /** Whether the object can affect the diagnosis. Of the events about claims, these are the ones of mounted claims. */
    public boolean isRelevant(HasMetadata object) {
        return !(object instanceof Event event)
                || !ClaimEvents.KIND.equals(event.getInvolvedObject().getKind())
                || claims.containsKey(event.getInvolvedObject().getName());
    }

    /** The nodes that the status of an observed DaemonSet counts although they are not ready; without a watch none. */
    public NotReadyNodes notReadyNodes(DaemonSet set) {
        List<Pod> ownPods = pods.values().stream()
                .filter(pod -> Pods.isControlledBy(pod, set.getMetadata().getUid()))
                .toList();
        String revision = Pods.annotation(set, DAEMON_SET_GENERATION);
        return DaemonSetNodes.notReady(
                set.getSpec().getTemplate().getSpec(),
                nodes.values(),
                ownPods,
                pod -> Objects.equals(revision, Pods.label(pod, TEMPLATE_GENERATION)));
    }

    private boolean isOnReadyNode(Pod pod) {
        NodeSummary node = nodes.get(String.valueOf(pod.getSpec().getNodeName()));
        return node == null || !node.isNotReady();
    }

    /** The number of stored warning events, which is limited. */
    public int warningCount() {
        return warnings.size();
    }

    public PodFacts facts() {
        return facts;
    }

    /** The ReplicaSets and pods, for people. */
    public ResourceTree tree() {
        return PodTree.of(replicaSets.values(), pods.values());
    }

    public PodOwners owners() {
        return owners;
    }

    /** The pod with this name; empty if it is not in the cache. */
    public Optional<Pod> pod(String name) {
        return pods.values().stream()
                .filter(pod -> name.equals(pod.getMetadata().getName()))
                .findFirst();
    }

    /** The names of the PersistentVolumeClaims of pods that wait for their claims. */
    public Set<String> pendingClaims() {
        return pods.values().stream()
                .filter(pod -> Pods.waitingForClaims(pod).isPresent())
                .flatMap(ClaimEvents::claimNames)
                .collect(Collectors.toSet());
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

    /**
     * @param controller the object that creates the pods; its status must belong to the applied generation. Only a
     *     Deployment may still be unobserved; its view has no pods then
     */
    public ControllerView view(HasMetadata controller) {
        return switch (controller) {
            case Deployment deployment -> view(deployment);
            case StatefulSet set ->
                view(
                        set,
                        REVISION_HASH,
                        set.getStatus() == null ? null : set.getStatus().getUpdateRevision(),
                        pod -> true);
            // Pods on nodes that are not ready neither start nor fail.
            case DaemonSet set ->
                view(set, TEMPLATE_GENERATION, Pods.annotation(set, DAEMON_SET_GENERATION), this::isOnReadyNode);
            case Pod pod ->
                view(
                        pod,
                        null,
                        false,
                        List.of(pods.getOrDefault(pod.getMetadata().getUid(), pod)),
                        List.of());
            // The controller deletes the pods of a failed Job, which still tell why it failed.
            case Job job -> view(job, null, false, ownedBy(job, JobStatusReader.isFinished(job)), List.of());
            default ->
                view(
                        controller,
                        null,
                        false,
                        owners.currentPods(controller, pods.values()),
                        owners.earlierPods(controller, pods.values()));
        };
    }

    private ControllerView view(Deployment deployment) {
        if (!DeploymentStatusReader.isObserved(deployment)) {
            // The revision annotation still names the previous revision, whose pods do not matter.
            return view(deployment, null, true, List.of(), List.of());
        }
        String revision = Pods.annotation(deployment, DEPLOYMENT_REVISION);
        Optional<ReplicaSet> current = controlledBy(replicaSets.values(), deployment).stream()
                .filter(set -> revision != null && revision.equals(Pods.annotation(set, DEPLOYMENT_REVISION)))
                .findFirst();
        if (current.isPresent()) {
            List<Pod> ownPods = controlledBy(pods.values(), current.get());
            return view(deployment, current.get(), false, ownPods, otherPods(deployment, ownPods));
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
                .max(Comparator.comparing(Pods::created))
                .map(pod -> Pods.label(pod, POD_TEMPLATE_HASH))
                .orElse(null);
        List<Pod> newest = candidates.stream()
                .filter(pod -> Objects.equals(hash, Pods.label(pod, POD_TEMPLATE_HASH)))
                .toList();
        return view(deployment, null, !replicaSets.isEmpty(), newest, otherPods(deployment, newest));
    }

    /** The pods of a Deployment's other revisions. Their names begin with the name of the Deployment. */
    private List<Pod> otherPods(Deployment deployment, List<Pod> ownPods) {
        Set<String> own =
                ownPods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        String prefix = deployment.getMetadata().getName() + "-";
        return pods.values().stream()
                .filter(pod -> isNotTerminating(pod)
                        && !own.contains(pod.getMetadata().getUid())
                        && Pods.label(pod, POD_TEMPLATE_HASH) != null
                        && pod.getMetadata().getName().startsWith(prefix))
                .toList();
    }

    private ControllerView view(HasMetadata set, String label, String revision, Predicate<Pod> filter) {
        Map<Boolean, List<Pod>> byRevision = controlledBy(pods.values(), set).stream()
                .filter(filter)
                .collect(Collectors.partitioningBy(pod -> Objects.equals(revision, Pods.label(pod, label))));
        return view(set, null, false, byRevision.get(true), byRevision.get(false));
    }

    private ControllerView view(
            HasMetadata controller,
            ReplicaSet replicaSet,
            boolean replicaSetUnknown,
            List<Pod> newPods,
            List<Pod> oldPods) {
        return new ControllerView(
                controller,
                replicaSet,
                replicaSetUnknown,
                newPods,
                oldPods,
                // The cache contains only pods of this workload.
                pods.values().stream().anyMatch(pod -> !isNotTerminating(pod) && !Pods.isTerminal(pod)),
                warnings,
                restarts,
                rolloutStart,
                facts);
    }

    private List<Pod> ownedBy(Job job, boolean withTerminating) {
        return pods.values().stream()
                .filter(pod -> Pods.isControlledBy(pod, job.getMetadata().getUid()))
                .filter(pod -> withTerminating || isNotTerminating(pod))
                .toList();
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
}
