package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import io.jenkins.plugins.deployworkload.connection.Subscription;
import io.jenkins.plugins.deployworkload.connection.WatchSubscriber;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Cast;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Events;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Involved;
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
final class Observation {

    private static final String WARNINGS = "type=Warning";

    private final Connection connection;
    private final Executor executor;
    private final RolloutState state;
    private final Cast cast;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final CompletableFuture<Void> heard = new CompletableFuture<>();
    private boolean reasons;

    /**
     * @param executor where the states are changed, and everybody is told
     * @param cast where everything goes that is not one of the rollout's objects
     */
    Observation(Connection connection, Executor executor, RolloutState state, Cast cast) {
        this.cast = cast;
        this.connection = connection;
        this.executor = executor;
        this.state = state;
    }

    /** @return completes when what there is now is known of all kinds */
    CompletableFuture<Void> open(Runnable changed, Consumer<ConnectionFailure> unseen) {
        Set<Kinds.Watched<?>> kinds = new LinkedHashSet<>();
        state.watched().forEach(object -> kinds.add(object.kind()));
        List<CompletableFuture<Void>> known =
                kinds.stream().map(kind -> subscribe(kind, changed, unseen)).toList();
        return CompletableFuture.allOf(known.toArray(CompletableFuture[]::new));
    }

    /**
     * Watches what tells why something does not run: pods, ReplicaSets, and the namespace's warnings, as events carry no
     * labels. Nothing waits for what these tell, and where this account may not see them the rollout goes on; only where the
     * warnings begin is waited for, see {@link #heard}. Done once, however often it is asked for.
     *
     * @param fresh whether nothing was applied yet, so that no warning of before matters: of these there may be thousands
     * @param dim told why something cannot be seen, for each kind
     */
    void openReasons(boolean fresh, Runnable changed, BiConsumer<String, ConnectionFailure> dim) {
        RolloutState.Frame frame = state.frame();
        if (reasons || state.watched().isEmpty()) {
            return;
        }
        reasons = true;
        subscriptions.add(connection.follow(
                ResourceType.of(Pod.class),
                frame.namespace(),
                Rollout.NAME_LABEL,
                frame.workload(),
                new Reasons<>(changed, dim, ResourceType.of(Pod.class), pod -> true, pod -> true)));
        if (state.watched().stream().anyMatch(object -> object.ref().kind().equals("Deployment"))) {
            subscriptions.add(connection.follow(
                    ResourceType.of(ReplicaSet.class),
                    frame.namespace(),
                    Rollout.NAME_LABEL,
                    frame.workload(),
                    new Reasons<>(changed, dim, ResourceType.of(ReplicaSet.class), set -> true, set -> true)));
        }
        // Clocks differ, and events have whole seconds: what comes by watch counts whatever its time, see Reasons.
        Involved involved = new Involved(
                state.watched().stream().map(object -> object.ref().name()).collect(Collectors.toSet()));
        Instant earliest = frame.startedAt().minusSeconds(2);
        ResourceType<Event> type = ResourceType.of(Event.class);
        Reasons<Event> warnings = new Reasons<>(
                changed,
                dim,
                type,
                involved::maybe,
                event -> Events.instant(event)
                        .filter(time -> !time.isBefore(earliest))
                        .isPresent());
        warnings.told.thenRun(() -> heard.complete(null));
        subscriptions.add(
                fresh
                        ? connection.subscribeFromNow(type, frame.namespace(), WARNINGS, warnings)
                        : connection.subscribe(type, frame.namespace(), WARNINGS, warnings));
    }

    /**
     * Completes when no warning is missed any more that comes, or when it shows that they cannot be seen, if they were
     * asked for.
     */
    CompletableFuture<Void> heard() {
        return reasons ? heard : CompletableFuture.completedFuture(null);
    }

    /** Brings into the cast what may tell a reason. */
    private final class Reasons<T extends HasMetadata> implements WatchSubscriber<T> {

        private final Runnable changed;
        private final BiConsumer<String, ConnectionFailure> dim;
        private final ResourceType<T> type;
        private final Predicate<T> ours;
        private final Predicate<T> ofNow;
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        /**
         * @param ours whether an object may concern this workload; asked by any thread
         * @param ofNow whether one that was there already does
         */
        Reasons(
                Runnable changed,
                BiConsumer<String, ConnectionFailure> dim,
                ResourceType<T> type,
                Predicate<T> ours,
                Predicate<T> ofNow) {
            this.changed = changed;
            this.dim = dim;
            this.type = type;
            this.ours = ours;
            this.ofNow = ofNow;
        }

        @Override
        public boolean concerns(T object) {
            return ours.test(object);
        }

        @Override
        public void present(List<T> objects) {
            executor.execute(() -> {
                objects.stream().filter(ofNow).forEach(cast::see);
                changed.run();
                told.complete(null);
            });
        }

        @Override
        public void changed(T object) {
            executor.execute(() -> {
                cast.see(object);
                if (cast.concerns(object)) {
                    changed.run();
                }
            });
        }

        @Override
        public void removed(T object) {
            executor.execute(() -> {
                cast.gone(object);
                changed.run();
            });
        }

        @Override
        public void failed(ConnectionFailure failure) {
            executor.execute(() -> {
                dim.accept(type.plural(), failure);
                told.complete(null);
            });
        }
    }

    void close() {
        subscriptions.forEach(Subscription::close);
    }

    private <T extends HasMetadata> CompletableFuture<Void> subscribe(
            Kinds.Watched<T> kind, Runnable changed, Consumer<ConnectionFailure> unseen) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        WatchSubscriber<T> subscriber = new WatchSubscriber<>() {
            @Override
            public void present(List<T> objects) {
                executor.execute(() -> {
                    objects.forEach(Observation.this::see);
                    askForEnds(kind).thenRunAsync(() -> known.complete(null), executor);
                });
            }

            @Override
            public void changed(T object) {
                executor.execute(() -> {
                    see(object);
                    changed.run();
                });
            }

            @Override
            public void removed(T object) {
                executor.execute(() -> gone(object, changed));
            }

            @Override
            public void failed(ConnectionFailure failure) {
                executor.execute(() -> unseen.accept(failure));
            }
        };
        RolloutState.Frame frame = state.frame();
        subscriptions.add(
                connection.subscribe(kind.type(), frame.namespace(), Rollout.NAME_LABEL, frame.workload(), subscriber));
        return known;
    }

    private void gone(HasMetadata object, Runnable changed) {
        TrackedObject<?> target = target(object);
        if (target == null) {
            return;
        }
        if (object instanceof Job job && JobJudge.endedUnseen(job)) {
            end(target, ends().of(job)).thenRunAsync(changed, executor);
        } else {
            target.gone(object);
            changed.run();
        }
    }

    /** Of Jobs that were applied before this process began, and are not there any more. */
    private CompletableFuture<Void> askForEnds(Kinds.Watched<?> kind) {
        return CompletableFuture.allOf(state.watched().stream()
                .filter(object -> object.kind() == kind && object.seen() == null && object.applied() != null)
                .filter(object -> object.ref().kind().equals("Job"))
                .map(object -> end(object, ends().of(object)))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> end(TrackedObject<?> target, CompletableFuture<Job> ended) {
        return ended.thenAcceptAsync(target::gone, executor);
    }

    private JobEnd ends() {
        return new JobEnd(connection, state.frame().namespace());
    }

    private void see(HasMetadata object) {
        TrackedObject<?> target = target(object);
        if (target != null) {
            target.see(object);
        }
    }

    private TrackedObject<?> target(HasMetadata object) {
        return state.get(ObjectRef.of(object, state.frame().namespace()));
    }
}
