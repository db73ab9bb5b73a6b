package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.DiagnosticKinds;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.EventFilter;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.NodeSummary;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.PodSelector;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Watches the sources of diagnosis of a rollout in one namespace, and stores them in the cache. */
final class DiagnosticWatches {

    private static final String WARNING_EVENTS = "type=Warning";

    private final WatchContext context;
    private final NamespaceObjects objects;
    private final WorkloadCache workloadCache;
    private final Runnable changed;
    private final BiConsumer<String, ConnectionFailure> warnUnwatchable;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final CompletableFuture<Void> eventsSynced = new CompletableFuture<>();
    private boolean opened;
    private final Set<ObjectRef> watchedControllers = new HashSet<>();
    private OwnedPods ownedPods;
    private boolean watchesSinglePods;

    /**
     * @param context its mailbox runs all updates of the cache, and all callbacks
     * @param workloadCache stores pods, ReplicaSets and events
     * @param changed runs after each update of the cache
     * @param warnUnwatchable receives the reason for each kind that cannot be watched
     */
    DiagnosticWatches(
            WatchContext context,
            String namespace,
            WorkloadCache workloadCache,
            Runnable changed,
            BiConsumer<String, ConnectionFailure> warnUnwatchable) {
        this.context = context;
        this.objects = new NamespaceObjects(context.state(), namespace);
        this.workloadCache = workloadCache;
        this.changed = changed;
        this.warnUnwatchable = warnUnwatchable;
    }

    /**
     * Watches the sources of diagnosis: pods, ReplicaSets and warning events. The watch receives all warning events of
     * the namespace, because events have no labels to select by. If the account may not use these watches, the rollout
     * continues without them. The rollout waits for the start of the event watch, see {@link #eventsSynced}, but not
     * for the other watches. Further calls have no effect.
     *
     * @param fromNow whether to skip existing events. Before the first apply they are irrelevant, and there may be
     *     thousands of them
     */
    void open(boolean fromNow) {
        RolloutParameters parameters = context.state().parameters();
        if (opened || objects.runningPods().isEmpty()) {
            return;
        }
        subscriptions.add(context.connection()
                .subscribeWithoutList(
                        DiagnosticKinds.POD,
                        objects.namespace(),
                        RolloutRequest.NAME_LABEL,
                        parameters.workload(),
                        handler(DiagnosticKinds.POD, pod -> true)));
        if (objects.runningPods().stream()
                .anyMatch(object -> object.ref().kind().equals("Deployment"))) {
            subscriptions.add(context.connection()
                    .subscribeWithoutList(
                            DiagnosticKinds.REPLICA_SET,
                            objects.namespace(),
                            RolloutRequest.NAME_LABEL,
                            parameters.workload(),
                            handler(DiagnosticKinds.REPLICA_SET, set -> true)));
        }
        watchNodesOfDaemonSets();
        openEvents(fromNow);
    }

    private void openEvents(boolean fromNow) {
        opened = true;
        RolloutParameters parameters = context.state().parameters();
        // Only an event of the initial list can be older than the rollout, so only its time is compared with the start.
        EventFilter eventFilter =
                new EventFilter(Stream.concat(objects.runningPods().stream(), objects.customResources().stream())
                        .map(object -> object.ref().name())
                        .collect(Collectors.toSet()));
        Instant earliest = parameters.startedAt().minusSeconds(2);
        DiagnosticHandler<DiagnosticKinds.ObservedEvent> warnings = new DiagnosticHandler<>(
                DiagnosticKinds.EVENT,
                eventsSynced,
                eventFilter::accepts,
                event -> Events.lastSeenInstant(event)
                        .filter(time -> !time.isBefore(earliest))
                        .isPresent());
        subscriptions.add(
                fromNow
                        ? context.connection()
                                .subscribeFromNow(DiagnosticKinds.EVENT, objects.namespace(), WARNING_EVENTS, warnings)
                        : context.connection()
                                .subscribe(DiagnosticKinds.EVENT, objects.namespace(), WARNING_EVENTS, warnings));
    }

    /** Without permission to watch nodes, a DaemonSet waits for all nodes that its status counts. */
    private void watchNodesOfDaemonSets() {
        List<TrackedObject<?>> daemonSets = objects.watched().stream()
                .filter(object -> object.ref().kind().equals("DaemonSet"))
                .toList();
        if (daemonSets.isEmpty() || !context.options().ignoreNotReadyNodes()) {
            return;
        }
        daemonSets.forEach(object -> object.leaveOut(workloadCache::notReadyNodes));
        subscriptions.add(context.connection()
                .subscribe(
                        NodeSummary.TYPE,
                        "",
                        "",
                        new DiagnosticHandler<>(
                                NodeSummary.TYPE, new CompletableFuture<>(), node -> true, node -> true) {
                            @Override
                            public void onError(ConnectionFailure failure) {
                                // The documented role does not need this permission.
                            }
                        }));
    }

    /**
     * Watches the pods and ReplicaSets without the workload's label: pods without a controller, and the pods of a
     * controller whose selector has other labels. Also watches the pods of custom resources. Call this method after
     * objects are applied, because only then their selectors and UIDs are known. Each call adds what the earlier ones
     * did not know.
     */
    void openForSelectors() {
        RolloutParameters parameters = context.state().parameters();
        if (!watchesSinglePods
                && objects.runningPods().stream().anyMatch(object -> ResourceKinds.isPod(object.ref()))) {
            watchesSinglePods = true;
            ResourceType<Pod> type = ResourceType.of(Pod.class);
            subscriptions.add(context.connection()
                    .subscribe(
                            type,
                            objects.namespace(),
                            Ownership.LABEL,
                            new Ownership(parameters.namespace(), parameters.workload()).labelValue(),
                            handler(type, pod -> true)));
        }
        watchOwnedPods();
        objects.runningPods().stream()
                .filter(object -> object.lastSeen() != null && watchedControllers.add(object.ref()))
                .map(TrackedObject::lastSeen)
                .flatMap(controller -> PodSelector.of(controller).stream())
                .filter(selector -> !selector.requires(RolloutRequest.NAME_LABEL, parameters.workload()))
                .forEach(this::open);
    }

    private void watchOwnedPods() {
        if (ownedPods == null && objects.customResources().stream().anyMatch(TrackedObject::isReportedInProgress)) {
            if (!opened) {
                openEvents(true);
            }
            ownedPods = new OwnedPods(context, objects, workloadCache, changed, warnUnwatchable);
            subscriptions.add(ownedPods.open());
        }
        if (ownedPods != null) {
            ownedPods.refresh();
        }
    }

    private void open(PodSelector selector) {
        open(DiagnosticKinds.POD, selector);
        if (selector.isOfDeployment()) {
            open(DiagnosticKinds.REPLICA_SET, selector);
        }
    }

    private <T extends HasMetadata> void open(ResourceType<T> type, PodSelector selector) {
        String namespace = objects.namespace();
        DiagnosticHandler<T> handler = handler(type, selector::matches);
        subscriptions.add(selector.requiredLabel()
                .map(label ->
                        context.connection().subscribe(type, namespace, label.getKey(), label.getValue(), handler))
                .orElseGet(() -> context.connection().subscribeToAll(type, namespace, handler)));
    }

    private <T extends HasMetadata> DiagnosticHandler<T> handler(ResourceType<T> type, Predicate<T> filter) {
        return new DiagnosticHandler<>(type, new CompletableFuture<>(), filter, object -> true);
    }

    /**
     * Completes when the event watch has started or has failed. Without an event watch, the future is already complete.
     */
    CompletableFuture<Void> eventsSynced() {
        return opened ? eventsSynced : CompletableFuture.completedFuture(null);
    }

    /** Stores the sources of diagnosis in the cache. */
    private class DiagnosticHandler<T extends HasMetadata> implements ResourceEventHandler<T> {

        private final ResourceType<T> type;
        private final Predicate<T> filter;
        private final Predicate<T> initialFilter;
        private final CompletableFuture<Void> synced;

        /**
         * @param synced is completed when the watch has started or has failed
         * @param filter whether an object may concern this workload; called on any thread
         * @param initialFilter whether an object of the initial list is recent enough to concern this rollout
         */
        DiagnosticHandler(
                ResourceType<T> type, CompletableFuture<Void> synced, Predicate<T> filter, Predicate<T> initialFilter) {
            this.synced = synced;
            this.type = type;
            this.filter = filter;
            this.initialFilter = initialFilter;
        }

        @Override
        public boolean accepts(T object) {
            return filter.test(object);
        }

        @Override
        public void onList(List<T> objects) {
            context.mailbox().execute(() -> {
                objects.stream().filter(initialFilter).forEach(workloadCache::upsert);
                changed.run();
                synced.complete(null);
            });
        }

        @Override
        public void onUpsert(T object) {
            context.mailbox().execute(() -> {
                workloadCache.upsert(object);
                if (workloadCache.isRelevant(object)) {
                    changed.run();
                }
            });
        }

        @Override
        public void onDelete(T object) {
            context.mailbox().execute(() -> {
                workloadCache.delete(object);
                changed.run();
            });
        }

        @Override
        public void onError(ConnectionFailure failure) {
            context.mailbox().execute(() -> {
                warnUnwatchable.accept(type.plural(), failure);
                synced.complete(null);
            });
        }
    }

    void close() {
        subscriptions.forEach(Subscription::close);
    }
}
