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

/** Brings what the watches tell into the states of a rollout's objects. */
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
     * @param executor where the states are changed, and everybody is told
     * @param cast where everything goes that is not one of the rollout's objects
     */
    StatusWatcher(Connection connection, Executor executor, RolloutState state, WorkloadCache cast) {
        this.workloadCache = cast;
        this.connection = connection;
        this.executor = executor;
        this.state = state;
    }

    /** @return completes when what there is now is known of all kinds */
    CompletableFuture<Void> open(Runnable changed, Consumer<ConnectionFailure> unseen) {
        Set<StatusReaders.WatchedKind<?>> kinds = new LinkedHashSet<>();
        state.watched().forEach(object -> kinds.add(object.kind()));
        List<CompletableFuture<Void>> known =
                kinds.stream().map(kind -> subscribe(kind, changed, unseen)).toList();
        return CompletableFuture.allOf(known.toArray(CompletableFuture[]::new));
    }

    /**
     * Watches what tells why something does not run: pods, ReplicaSets, and the namespace's warnings, as events carry no
     * labels. Nothing waits for what these tell, and where this account may not see them the rollout goes on; only where the
     * warnings begin is waited for, see {@link #eventsSynced}. Done once, however often it is asked for.
     *
     * @param fresh whether nothing was applied yet, so that no warning of before matters: of these there may be thousands
     * @param dim told why something cannot be seen, for each kind
     */
    void openDiagnosticWatches(boolean fresh, Runnable changed, BiConsumer<String, ConnectionFailure> dim) {
        RolloutState.Parameters frame = state.parameters();
        if (watchesDiagnostics || state.watched().isEmpty()) {
            return;
        }
        watchesDiagnostics = true;
        subscriptions.add(connection.subscribeWithoutList(
                ResourceType.of(Pod.class),
                frame.namespace(),
                RolloutRequest.NAME_LABEL,
                frame.workload(),
                new DiagnosticHandler<>(changed, dim, ResourceType.of(Pod.class), pod -> true, pod -> true)));
        if (state.watched().stream().anyMatch(object -> object.ref().kind().equals("Deployment"))) {
            subscriptions.add(connection.subscribeWithoutList(
                    ResourceType.of(ReplicaSet.class),
                    frame.namespace(),
                    RolloutRequest.NAME_LABEL,
                    frame.workload(),
                    new DiagnosticHandler<>(
                            changed, dim, ResourceType.of(ReplicaSet.class), set -> true, set -> true)));
        }
        // Clocks differ, and events have whole seconds: what comes by watch counts whatever its time, see Reasons.
        EventFilter involved = new EventFilter(
                state.watched().stream().map(object -> object.ref().name()).collect(Collectors.toSet()));
        Instant earliest = frame.startedAt().minusSeconds(2);
        ResourceType<Event> type = ResourceType.of(Event.class);
        DiagnosticHandler<Event> warnings = new DiagnosticHandler<>(
                changed,
                dim,
                type,
                involved::accepts,
                event -> Events.lastSeenInstant(event)
                        .filter(time -> !time.isBefore(earliest))
                        .isPresent());
        warnings.synced.thenRun(() -> eventsSynced.complete(null));
        subscriptions.add(
                fresh
                        ? connection.subscribeFromNow(type, frame.namespace(), WARNING_EVENTS, warnings)
                        : connection.subscribe(type, frame.namespace(), WARNING_EVENTS, warnings));
    }

    /**
     * Completes when no warning is missed any more that comes, or when it shows that they cannot be seen, if they were
     * asked for.
     */
    CompletableFuture<Void> eventsSynced() {
        return watchesDiagnostics ? eventsSynced : CompletableFuture.completedFuture(null);
    }

    /** Brings into the cast what may tell a reason. */
    private final class DiagnosticHandler<T extends HasMetadata> implements ResourceEventHandler<T> {

        private final Runnable changed;
        private final BiConsumer<String, ConnectionFailure> warnUnwatchable;
        private final ResourceType<T> type;
        private final Predicate<T> filter;
        private final Predicate<T> initialFilter;
        private final CompletableFuture<Void> synced = new CompletableFuture<>();

        /**
         * @param ours whether an object may concern this workload; asked by any thread
         * @param ofNow whether one that was there already does
         */
        DiagnosticHandler(
                Runnable changed,
                BiConsumer<String, ConnectionFailure> dim,
                ResourceType<T> type,
                Predicate<T> ours,
                Predicate<T> ofNow) {
            this.changed = changed;
            this.warnUnwatchable = dim;
            this.type = type;
            this.filter = ours;
            this.initialFilter = ofNow;
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
            StatusReaders.WatchedKind<T> kind, Runnable changed, Consumer<ConnectionFailure> unseen) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        ResourceEventHandler<T> subscriber = new ResourceEventHandler<>() {
            @Override
            public void onList(List<T> objects) {
                executor.execute(() -> {
                    objects.forEach(StatusWatcher.this::update);
                    lookUpJobOutcomes(kind).thenRunAsync(() -> known.complete(null), executor);
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
                executor.execute(() -> unseen.accept(failure));
            }
        };
        RolloutState.Parameters frame = state.parameters();
        subscriptions.add(connection.subscribe(
                kind.type(), frame.namespace(), RolloutRequest.NAME_LABEL, frame.workload(), subscriber));
        return known;
    }

    private void delete(HasMetadata object, Runnable changed) {
        TrackedObject<?> target = trackedObject(object);
        if (target == null) {
            return;
        }
        if (object instanceof Job job && JobStatusReader.mayHaveFinishedUnseen(job)) {
            recordOutcome(target, jobOutcomes().find(job)).thenRunAsync(changed, executor);
        } else {
            target.deleted(object);
            changed.run();
        }
    }

    /** Of Jobs that were applied before this process began, and are not there any more. */
    private CompletableFuture<Void> lookUpJobOutcomes(StatusReaders.WatchedKind<?> kind) {
        return CompletableFuture.allOf(state.watched().stream()
                .filter(object -> object.kind() == kind && object.lastSeen() == null && object.applied() != null)
                .filter(object -> object.ref().kind().equals("Job"))
                .map(object -> recordOutcome(object, jobOutcomes().find(object)))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> recordOutcome(TrackedObject<?> target, CompletableFuture<Job> ended) {
        return ended.thenAcceptAsync(target::deleted, executor);
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
