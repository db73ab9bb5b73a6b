package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.watch.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.client.watch.Subscription;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.status.JobStatusReader;
import io.jenkins.plugins.deployworkload.rollout.status.StatusReaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Watches the objects of a rollout and updates their states. */
final class StatusWatcher {

    /** One watch: the objects of a kind in a namespace. For kinds without a namespace, it is the home namespace. */
    private record Watch<T extends HasMetadata>(StatusReaders.WatchedKind<T> kind, String namespace) {

        static Watch<?> of(TrackedObject<?> object) {
            return new Watch<>(object.kind(), object.ref().namespace());
        }
    }

    private final Connection connection;
    private final Executor executor;
    private final RolloutState state;
    private final Runnable changed;
    private final Consumer<ConnectionFailure> onUnwatchable;
    private final BiConsumer<String, ConnectionFailure> warnUnwatchable;
    private final Set<Watch<?>> opened = new HashSet<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /**
     * @param executor runs all updates of the state, and all callbacks
     * @param changed runs after each update of the state
     * @param onUnwatchable receives the reason why objects cannot be watched, if the rollout needs them
     * @param warnUnwatchable receives the reason for each kind that cannot be watched, if the rollout does not need it
     */
    StatusWatcher(
            Connection connection,
            Executor executor,
            RolloutState state,
            Runnable changed,
            Consumer<ConnectionFailure> onUnwatchable,
            BiConsumer<String, ConnectionFailure> warnUnwatchable) {
        this.connection = connection;
        this.executor = executor;
        this.state = state;
        this.changed = changed;
        this.onUnwatchable = onUnwatchable;
        this.warnUnwatchable = warnUnwatchable;
    }

    /**
     * Watches the objects that are not watched yet.
     *
     * @param filter selects objects whose kinds the API server serves
     * @return completes when the current state of the objects is known
     */
    CompletableFuture<Void> open(Predicate<ObjectRef> filter) {
        Set<Watch<?>> watches = new LinkedHashSet<>();
        state.watched().stream()
                .filter(object -> filter.test(object.ref()))
                .<Watch<?>>map(Watch::of)
                .filter(opened::add)
                .forEach(watches::add);
        return CompletableFuture.allOf(watches.stream().map(this::subscribe).toArray(CompletableFuture[]::new));
    }

    void close() {
        subscriptions.forEach(Subscription::close);
    }

    private <T extends HasMetadata> CompletableFuture<Void> subscribe(Watch<T> watch) {
        CompletableFuture<Void> synced = new CompletableFuture<>();
        ResourceEventHandler<T> handler = new ResourceEventHandler<>() {
            @Override
            public void onList(List<T> objects) {
                executor.execute(() -> {
                    objects.forEach(StatusWatcher.this::update);
                    lookUpOutcomes(absentJobs(watch), () -> synced.complete(null));
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
                executor.execute(() -> delete(object));
            }

            @Override
            public void onError(ConnectionFailure failure) {
                executor.execute(() -> handleFailure(watch, failure, synced));
            }
        };
        RolloutParameters parameters = state.parameters();
        subscriptions.add(connection.subscribe(
                watch.kind().type(),
                watch.namespace(),
                Ownership.LABEL,
                new Ownership(parameters.namespace(), parameters.workload()).labelValue(),
                handler));
        return synced;
    }

    /**
     * Without the permission to watch the objects that create pods, a rollout cannot succeed. Other objects count as
     * applied, because their status rarely matters for the workload.
     */
    private void handleFailure(Watch<?> watch, ConnectionFailure failure, CompletableFuture<Void> synced) {
        List<TrackedObject<?>> objects = state.watched().stream()
                .filter(object -> Watch.of(object).equals(watch))
                .toList();
        boolean isNeeded = objects.stream().anyMatch(object -> ResourceKinds.isPodController(object.ref()));
        if (isNeeded || failure.kind() != ConnectionFailure.Kind.FORBIDDEN) {
            onUnwatchable.accept(failure);
            return;
        }
        warnUnwatchable.accept(watch.kind().type().plural(), failure);
        objects.forEach(object -> object.markUnwatchable(failure.message()));
        synced.complete(null);
        changed.run();
    }

    private void delete(HasMetadata object) {
        TrackedObject<?> target = trackedObject(object);
        if (target == null) {
            return;
        }
        if (object instanceof Job job && JobStatusReader.mayHaveFinishedUnseen(job)) {
            lookUpOutcomes(Map.of(target, job), changed);
        } else {
            target.recordDeleted(object);
            changed.run();
        }
    }

    /** The Jobs that another process applied and that no longer exist, each with its last known state. */
    private Map<TrackedObject<?>, Job> absentJobs(Watch<?> watch) {
        return state.watched().stream()
                .filter(object ->
                        Watch.of(object).equals(watch) && object.lastSeen() == null && object.applied() != null)
                .filter(object -> object.ref().kind().equals("Job"))
                .collect(Collectors.toMap(Function.identity(), JobOutcomeLookup::lastKnownState));
    }

    /** Looks up the outcomes of deleted Jobs on another thread, then records them and runs the next task. */
    private void lookUpOutcomes(Map<TrackedObject<?>, Job> jobs, Runnable next) {
        if (jobs.isEmpty()) {
            next.run();
            return;
        }
        JobOutcomeLookup lookup = new JobOutcomeLookup(connection);
        VirtualThreads.start(() -> {
            List<TrackedObject<?>> objects = List.copyOf(jobs.keySet());
            List<Job> outcomes = VirtualThreads.forEach(objects, object -> lookup.find(jobs.get(object)));
            executor.execute(() -> {
                for (int i = 0; i < objects.size(); i++) {
                    objects.get(i).recordDeleted(outcomes.get(i));
                }
                next.run();
            });
        });
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
