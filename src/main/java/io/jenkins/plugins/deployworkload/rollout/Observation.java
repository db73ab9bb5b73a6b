package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.Subscription;
import io.jenkins.plugins.deployworkload.connection.WatchSubscriber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Brings what the watches tell into the states of a rollout's objects. */
final class Observation {

    private final Connection connection;
    private final Executor executor;
    private final RolloutState state;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** @param executor where the states are changed, and everybody is told */
    Observation(Connection connection, Executor executor, RolloutState state) {
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
                    known.complete(null);
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
                executor.execute(() -> {
                    TrackedObject<?> target = target(object);
                    if (target != null) {
                        target.gone();
                        changed.run();
                    }
                });
            }

            @Override
            public void failed(ConnectionFailure failure) {
                executor.execute(() -> unseen.accept(failure));
            }
        };
        RolloutState.Frame frame = state.frame();
        subscriptions.add(connection.subscribe(
                kind.type(), frame.namespace(), Rollout.NAME_LABEL, frame.workload(), subscriber));
        return known;
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
