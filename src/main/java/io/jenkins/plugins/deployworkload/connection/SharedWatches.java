package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** One watch a namespace, kind and selector, however many subscribe; closed when the last one leaves. */
final class SharedWatches {

    private record Key(ResourceType<?> type, String namespace, Selector selector, Beginning beginning) {}

    private record Running<T extends HasMetadata>(SharedWatch<T> watch, ListWatch<T> source) {}

    private final ApiRequests requests;
    private final Clients clients;
    private final ScheduledExecutorService scheduler;
    private final Map<Key, Running<?>> running = new HashMap<>();

    SharedWatches(ApiRequests requests, Clients clients, ScheduledExecutorService scheduler) {
        this.requests = requests;
        this.clients = clients;
        this.scheduler = scheduler;
    }

    <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type,
            String namespace,
            Selector selector,
            String value,
            Beginning beginning,
            WatchSubscriber<T> subscriber) {
        Key key = new Key(type, namespace, selector, beginning);
        synchronized (running) {
            @SuppressWarnings("unchecked") // put below, under a key that holds the type
            Running<T> entry =
                    (Running<T>) running.computeIfAbsent(key, absent -> open(type, namespace, selector, beginning));
            SharedWatch<T>.Member member = entry.watch.join(value, subscriber);
            entry.source.hurry();
            AtomicBoolean closed = new AtomicBoolean();
            return () -> {
                if (closed.compareAndSet(false, true)) {
                    leave(key, entry, member);
                }
            };
        }
    }

    private <T extends HasMetadata> Running<T> open(
            ResourceType<T> type, String namespace, Selector selector, Beginning beginning) {
        SharedWatch<T> watch = new SharedWatch<>(selector);
        ListWatch<T> source =
                new ListWatch<>(requests, clients, scheduler, type, namespace, selector, beginning, watch);
        source.start();
        return new Running<>(watch, source);
    }

    private <T extends HasMetadata> void leave(Key key, Running<T> entry, SharedWatch<T>.Member member) {
        synchronized (running) {
            if (entry.watch.leave(member) && running.remove(key, entry)) {
                entry.source.close();
            }
        }
    }

    int size() {
        synchronized (running) {
            return running.size();
        }
    }

    void close() {
        List<Running<?>> all;
        synchronized (running) {
            all = List.copyOf(running.values());
            running.clear();
        }
        all.forEach(entry -> entry.source.close());
    }
}
