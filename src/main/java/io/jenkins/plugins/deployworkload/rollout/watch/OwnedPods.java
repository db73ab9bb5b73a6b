package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodOwners;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.logging.Level;

/**
 * Finds the pods that operators create for the custom resources of an application. The owner references lead from a pod to
 * the custom resource, directly or through objects such as a StatefulSet, which are read once each. Pods that exist when
 * the watch starts are read with one request, up to a limit. Only the thread of the rollout uses this class.
 */
final class OwnedPods implements ResourceEventHandler<Pod> {

    private static final ResourceType<Pod> TYPE = ResourceType.of(Pod.class);

    /** The maximum number of existing pods, and of pods that wait for their owners. */
    private static final int MAX_PODS = 500;

    /** The maximum number of objects between pods and custom resources that are read. */
    private static final int MAX_READS = 100;

    /** The maximum number of objects between a pod and its custom resource. */
    private static final int MAX_DEPTH = 4;

    private final WatchContext context;
    private final NamespaceObjects objects;
    private final WorkloadCache workloadCache;
    private final Runnable changed;
    private final BiConsumer<String, ConnectionFailure> warnUnwatchable;

    /** The custom resource of each known owner, by UID; empty for an owner that leads to none. */
    private final Map<String, Optional<String>> roots = new HashMap<>();

    private final Set<String> customResources = new HashSet<>();
    private final Map<String, List<Pod>> waiting = new HashMap<>();

    /** The UIDs of the pods with events before the list arrived, which may have older states of them. */
    private final Set<String> newerThanList = new HashSet<>();

    private int reads;
    private boolean listed;
    private boolean listArrived;

    OwnedPods(
            WatchContext context,
            NamespaceObjects objects,
            WorkloadCache workloadCache,
            Runnable changed,
            BiConsumer<String, ConnectionFailure> warnUnwatchable) {
        this.context = context;
        this.objects = objects;
        this.workloadCache = workloadCache;
        this.changed = changed;
        this.warnUnwatchable = warnUnwatchable;
    }

    Subscription open() {
        return context.connection().subscribeFromNow(TYPE, objects.namespace(), "", this);
    }

    /** Reads the UIDs of the custom resources that are known by now. */
    void refresh() {
        objects.customResources().stream()
                .map(OwnedPods::uid)
                .flatMap(Optional::stream)
                .filter(customResources::add)
                .forEach(uid -> resolve(uid, Optional.of(uid)));
    }

    private static Optional<String> uid(TrackedObject<?> object) {
        return object.applied() != null
                ? Optional.of(object.applied().uid())
                : Optional.ofNullable(object.lastSeen())
                        .map(seen -> seen.getMetadata().getUid());
    }

    @Override
    public boolean accepts(Pod pod) {
        return PodOwners.owner(pod).isPresent();
    }

    /** Lists the existing pods after the watch has started, so that no pod is missed. */
    @Override
    public void onList(List<Pod> cached) {
        context.mailbox().execute(() -> {
            cached.forEach(this::recordEvent);
            cached.forEach(this::add);
            if (!listed) {
                listed = true;
                VirtualThreads.start(this::list);
            }
        });
    }

    private void list() {
        ApiRequest request = ApiRequest.get(TYPE.path(objects.namespace()), Map.of("limit", String.valueOf(MAX_PODS)));
        try {
            List<Pod> pods = context.connection()
                    .apiClient()
                    .call(request, PodList.class)
                    .object()
                    .getItems();
            context.mailbox().execute(() -> addAll(pods));
        } catch (RuntimeException problem) {
            WatchContext.LOGGER.log(Level.FINE, "The pods of custom resources could not be listed", problem);
            context.mailbox().execute(() -> addAll(List.of()));
        }
    }

    /** Pods with similar names come first, because the number of owners that are read is limited. */
    private void addAll(List<Pod> pods) {
        List<String> names = objects.customResources().stream()
                .map(object -> object.ref().name())
                .toList();
        pods.stream()
                .filter(this::accepts)
                .filter(pod -> !newerThanList.contains(pod.getMetadata().getUid()))
                .sorted(Comparator.comparing(
                        pod -> names.stream().noneMatch(pod.getMetadata().getName()::startsWith)))
                .forEach(this::add);
        listArrived = true;
        newerThanList.clear();
    }

    private void recordEvent(Pod pod) {
        if (!listArrived) {
            newerThanList.add(pod.getMetadata().getUid());
        }
    }

    @Override
    public void onUpsert(Pod pod) {
        context.mailbox().execute(() -> {
            recordEvent(pod);
            add(pod);
        });
    }

    @Override
    public void onDelete(Pod pod) {
        context.mailbox().execute(() -> {
            recordEvent(pod);
            waiting.values().forEach(pods -> pods.removeIf(other -> isSame(other, pod)));
            workloadCache.delete(pod);
            changed.run();
        });
    }

    @Override
    public void onError(ConnectionFailure failure) {
        context.mailbox().execute(() -> warnUnwatchable.accept(TYPE.plural(), failure));
    }

    private void add(Pod pod) {
        OwnerReference owner = PodOwners.owner(pod).orElseThrow();
        Optional<String> root = roots.get(owner.getUid());
        if (root != null) {
            if (root.isPresent()) {
                workloadCache.upsert(pod);
                changed.run();
            }
            return;
        }
        List<Pod> others = waiting.get(owner.getUid());
        if (others == null && reads < MAX_READS) {
            reads++;
            others = new ArrayList<>();
            waiting.put(owner.getUid(), others);
            Set<String> known = Set.copyOf(customResources);
            VirtualThreads.start(() -> read(owner, known));
        }
        if (others != null && others.size() < MAX_PODS) {
            others.removeIf(other -> isSame(other, pod));
            others.add(pod);
        }
    }

    private static boolean isSame(Pod pod, Pod other) {
        return pod.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /** Follows the owner references. Runs on a thread of its own. */
    private void read(OwnerReference owner, Set<String> customResources) {
        Optional<OwnerReference> last = Optional.of(owner);
        try {
            for (int depth = 0;
                    depth < MAX_DEPTH
                            && last.isPresent()
                            && !customResources.contains(last.get().getUid());
                    depth++) {
                last = ownerOf(last.get());
            }
            Optional<String> root = last.map(OwnerReference::getUid).filter(customResources::contains);
            context.mailbox().execute(() -> resolve(owner.getUid(), root));
        } catch (RuntimeException problem) {
            WatchContext.LOGGER.log(Level.FINE, "The owner of a pod could not be read", problem);
            String unread = last.map(OwnerReference::getKind).orElseThrow();
            context.mailbox().execute(() -> onUnread(owner.getUid(), unread, problem));
        }
    }

    /** After a temporary error, the next event of a pod reads the owner again. */
    private void onUnread(String owner, String kind, RuntimeException problem) {
        ConnectionFailure failure = context.connection().failure(problem);
        if (WatchPermissions.isTemporary(failure) && !ApiErrors.hasCode(problem, 404)) {
            waiting.remove(owner);
            return;
        }
        warnUnwatchable.accept(kind, failure);
        resolve(owner, Optional.empty());
    }

    /** Reads the metadata only, because any pod can name any object as its owner. */
    private Optional<OwnerReference> ownerOf(OwnerReference object) {
        ObjectRef ref = new ObjectRef(object.getApiVersion(), object.getKind(), objects.namespace(), object.getName());
        return context.types()
                .find(ref)
                .map(type -> context.connection()
                        .apiClient()
                        .call(
                                ApiRequest.objectMetadata(type.path(ref.namespace(), ref.name())),
                                GenericKubernetesResource.class)
                        .object())
                // Another object may have taken the name of the owner.
                .filter(found -> found.getMetadata().getUid().equals(object.getUid()))
                .flatMap(PodOwners::owner);
    }

    private void resolve(String owner, Optional<String> root) {
        roots.put(owner, root);
        root.ifPresent(uid -> workloadCache.owners().add(owner, uid));
        List<Pod> pods = waiting.remove(owner);
        if (pods != null) {
            pods.forEach(this::add);
        }
    }
}
