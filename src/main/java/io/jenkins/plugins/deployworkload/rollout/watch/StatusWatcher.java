package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.EventFilter;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.NodeSummary;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Watches the objects of a rollout and updates their states. */
final class StatusWatcher {

    private static final String WARNING_EVENTS = "type=Warning";

    private final Connection connection;
    private final Executor executor;
    private final RolloutState state;
    private final WorkloadCache workloadCache;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final CompletableFuture<Void> eventsSynced = new CompletableFuture<>();
    private boolean watchesDiagnostics;

    /**
     * @param executor runs all updates of the state, and all callbacks
     * @param workloadCache stores pods, ReplicaSets and events
     */
    StatusWatcher(Connection connection, Executor executor, RolloutState state, WorkloadCache workloadCache) {
        this.workloadCache = workloadCache;
        this.connection = connection;
        this.executor = executor;
        this.state = state;
    }

    /** @return completes when the current state of all kinds is known */
    CompletableFuture<Void> open(Runnable changed, Consumer<ConnectionFailure> onError) {
        Set<StatusReaders.WatchedKind<?>> kinds = new LinkedHashSet<>();
        state.watched().forEach(object -> kinds.add(object.kind()));
        List<CompletableFuture<Void>> synced =
                kinds.stream().map(kind -> subscribe(kind, changed, onError)).toList();
        return CompletableFuture.allOf(synced.toArray(CompletableFuture[]::new));
    }

    /**
     * Watches the sources of diagnosis: pods, ReplicaSets and warning events. The watch receives all warning events of
     * the namespace, because events have no labels to select by. If the account may not use these watches, the rollout
     * continues without them. The rollout waits for the start of the event watch, see {@link #eventsSynced}, but not
     * for the other watches. Further calls have no effect.
     *
     * @param fromNow whether to skip existing events. Before the first apply they are irrelevant, and there may be
     *     thousands of them
     * @param warnUnwatchable receives the reason for each kind that cannot be watched
     */
    void openDiagnosticWatches(
            boolean fromNow, Runnable changed, BiConsumer<String, ConnectionFailure> warnUnwatchable) {
        RolloutState.Parameters parameters = state.parameters();
        if (watchesDiagnostics || state.watched().isEmpty()) {
            return;
        }
        watchesDiagnostics = true;
        subscriptions.add(connection.subscribeWithoutList(
                ResourceType.of(Pod.class),
                parameters.namespace(),
                RolloutRequest.NAME_LABEL,
                parameters.workload(),
                new DiagnosticHandler<>(
                        changed, warnUnwatchable, ResourceType.of(Pod.class), pod -> true, pod -> true)));
        if (state.watched().stream().anyMatch(object -> object.ref().kind().equals("Deployment"))) {
            subscriptions.add(connection.subscribeWithoutList(
                    ResourceType.of(ReplicaSet.class),
                    parameters.namespace(),
                    RolloutRequest.NAME_LABEL,
                    parameters.workload(),
                    new DiagnosticHandler<>(
                            changed, warnUnwatchable, ResourceType.of(ReplicaSet.class), set -> true, set -> true)));
        }
        watchNodesOfDaemonSets(changed);
        // The time of an event is compared for events of the initial list only. Events that arrive later always count,
        // because clocks differ and event times have whole seconds.
        EventFilter eventFilter = new EventFilter(
                state.watched().stream().map(object -> object.ref().name()).collect(Collectors.toSet()));
        Instant earliest = parameters.startedAt().minusSeconds(2);
        ResourceType<Event> type = ResourceType.of(Event.class);
        DiagnosticHandler<Event> warnings = new DiagnosticHandler<>(
                changed,
                warnUnwatchable,
                type,
                eventFilter::accepts,
                event -> Events.lastSeenInstant(event)
                        .filter(time -> !time.isBefore(earliest))
                        .isPresent());
        warnings.synced.thenRun(() -> eventsSynced.complete(null));
        subscriptions.add(
                fromNow
                        ? connection.subscribeFromNow(type, parameters.namespace(), WARNING_EVENTS, warnings)
                        : connection.subscribe(type, parameters.namespace(), WARNING_EVENTS, warnings));
    }

    /** Without permission to watch nodes, a DaemonSet waits for all nodes that its status counts. */
    private void watchNodesOfDaemonSets(Runnable changed) {
        List<TrackedObject<?>> daemonSets = state.watched().stream()
                .filter(object -> object.ref().kind().equals("DaemonSet"))
                .toList();
        if (daemonSets.isEmpty() || !state.parameters().options().ignoreNotReadyNodes()) {
            return;
        }
        daemonSets.forEach(object -> object.leaveOut(workloadCache::notReadyNodes));
        subscriptions.add(connection.subscribe(
                NodeSummary.TYPE,
                "",
                "",
                new DiagnosticHandler<>(
                        changed, (resource, failure) -> {}, NodeSummary.TYPE, node -> true, node -> true)));
    }

    /**
     * Completes when the event watch has started or has failed. Without an event watch, the future is already complete.
     */
    CompletableFuture<Void> eventsSynced() {
        return watchesDiagnostics ? eventsSynced : CompletableFuture.completedFuture(null);
    }

    /** Stores the sources of diagnosis in the cache. */
    private final class DiagnosticHandler<T extends HasMetadata> implements ResourceEventHandler<T> {

        private final Runnable changed;
        private final BiConsumer<String, ConnectionFailure> warnUnwatchable;
        private final ResourceType<T> type;
        private final Predicate<T> filter;
        private final Predicate<T> initialFilter;
        private final CompletableFuture<Void> synced = new CompletableFuture<>();

        /**
         * @param filter whether an object may concern this workload; called on any thread
         * @param initialFilter whether an object of the initial list is recent enough to concern this rollout
         */
        DiagnosticHandler(
                Runnable changed,
                BiConsumer<String, ConnectionFailure> warnUnwatchable,
                ResourceType<T> type,
                Predicate<T> filter,
                Predicate<T> initialFilter) {
            this.changed = changed;
            this.warnUnwatchable = warnUnwatchable;
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
            executor.execute(() -> {
                objects.stream().filter(initialFilter).forEach(workloadCache::upsert);
                changed.run();
                synced.complete(null);
            });
        }

        @Override
        public void onUpsert(T object) {
            executor.execute(() -> {
                workloadCache.upsert(object);
                if (workloadCache.isRelevant(object)) {
                    changed.run();
                }
            });
        }

        @Override
        public void onDelete(T object) {
            executor.execute(() -> {
                workloadCache.delete(object);
                changed.run();
            });
        }

        @Override
        public void onError(ConnectionFailure failure) {
            executor.execute(() -> {
                warnUnwatchable.accept(type.plural(), failure);
                synced.complete(null);
            });
        }
    }

    void close() {
        subscriptions.forEach(Subscription::close);
    }

    private <T extends HasMetadata> CompletableFuture<Void> subscribe(
            StatusReaders.WatchedKind<T> kind, Runnable changed, Consumer<ConnectionFailure> onError) {
        CompletableFuture<Void> synced = new CompletableFuture<>();
        ResourceEventHandler<T> handler = new ResourceEventHandler<>() {
            @Override
            public void onList(List<T> objects) {
                executor.execute(() -> {
                    objects.forEach(StatusWatcher.this::update);
                    lookUpJobOutcomes(kind).thenRunAsync(() -> synced.complete(null), executor);
                });
            }

            @Override
            public void onUpsert(T object) {
                executor.execute(() -> {
                    update(object);
                    changed.run();
                });
            }

            @Override
            public void onDelete(T object) {
                executor.execute(() -> delete(object, changed));
            }

            @Override
            public void onError(ConnectionFailure failure) {
                executor.execute(() -> onError.accept(failure));
            }
        };
        RolloutState.Parameters parameters = state.parameters();
        subscriptions.add(connection.subscribe(
                kind.type(), parameters.namespace(), RolloutRequest.NAME_LABEL, parameters.workload(), handler));
        return synced;
    }

    private void delete(HasMetadata object, Runnable changed) {
        TrackedObject<?> target = trackedObject(object);
        if (target == null) {
            return;
        }
        if (object instanceof Job job && JobStatusReader.mayHaveFinishedUnseen(job)) {
            recordOutcome(target, jobOutcomes().find(job)).thenRunAsync(changed, executor);
        } else {
            target.recordDeleted(object);
            changed.run();
        }
    }

    /** Looks up the Jobs that another process applied and that no longer exist. */
    private CompletableFuture<Void> lookUpJobOutcomes(StatusReaders.WatchedKind<?> kind) {
        return CompletableFuture.allOf(state.watched().stream()
                .filter(object -> object.kind() == kind && object.lastSeen() == null && object.applied() != null)
                .filter(object -> object.ref().kind().equals("Job"))
                .map(object -> recordOutcome(object, jobOutcomes().find(object)))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> recordOutcome(TrackedObject<?> target, CompletableFuture<Job> outcome) {
        return outcome.thenAcceptAsync(target::recordDeleted, executor);
    }

    private JobOutcomeLookup jobOutcomes() {
        return new JobOutcomeLookup(connection, state.parameters().namespace());
    }

    private void update(HasMetadata object) {
        TrackedObject<?> target = trackedObject(object);
        if (target != null) {
            target.update(object);
        }
    }

    private TrackedObject<?> trackedObject(HasMetadata object) {
        return state.get(ObjectRef.of(object, state.parameters().namespace()));
    }
}
