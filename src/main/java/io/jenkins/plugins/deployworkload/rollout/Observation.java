package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.Subscription;
import io.jenkins.plugins.deployworkload.connection.WatchSubscriber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Brings what the watches tell into the states of a rollout's objects. */
final class Observation {

    private final Connection connection;
    private final String namespace;
    private final String workload;
    private final Executor executor;
    private final Map<ObjectRef, TrackedObject<?>> tracked;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** @param executor where the states are changed, and everybody is told */
    Observation(
            Connection connection,
            String namespace,
            String workload,
            Executor executor,
            Map<ObjectRef, TrackedObject<?>> tracked) {
        this.connection = connection;
        this.namespace = namespace;
        this.workload = workload;
        this.executor = executor;
        this.tracked = tracked;
    }

    /** @return completes when what there is now is known of all kinds */
    CompletableFuture<Void> open(Runnable changed, Consumer<ConnectionFailure> unseen) {
        Set<Kinds.Watched<?>> kinds = new LinkedHashSet<>();
        tracked.values().stream()
                .filter(object -> object.kind() != null)
                .forEach(object -> kinds.add(object.kind()));
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
                    TrackedObject<?> state = tracked.get(ObjectRef.of(object, namespace));
                    if (state != null) {
                        state.gone();
                        changed.run();
                    }
                });
            }

            @Override
            public void failed(ConnectionFailure failure) {
                executor.execute(() -> unseen.accept(failure));
            }
        };
        subscriptions.add(connection.subscribe(kind.type(), namespace, Rollout.NAME_LABEL, workload, subscriber));
        return known;
    }

    private void see(HasMetadata object) {
        TrackedObject<?> state = tracked.get(ObjectRef.of(object, namespace));
        if (state != null) {
            state.see(object);
        }
    }
}
