package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.HttpClientPool;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shares one informer per namespace, kind and selector. An informer is closed when its last subscription is closed.
 */
public final class SharedInformerFactory {

    private record Key(ResourceType<?> type, String namespace, Selector selector, InitialEvents initialEvents) {}

    private record Entry<T extends HasMetadata>(SharedInformer<T> informer, Reflector<T> reflector) {}

    private final ApiClient apiClient;
    private final HttpClientPool clientPool;
    private final ScheduledExecutorService scheduler;
    private final Map<Key, Entry<?>> informers = new HashMap<>();

    public SharedInformerFactory(ApiClient apiClient, HttpClientPool clientPool, ScheduledExecutorService scheduler) {
        this.apiClient = apiClient;
        this.clientPool = clientPool;
        this.scheduler = scheduler;
    }

    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type,
            String namespace,
            Selector selector,
            String value,
            InitialEvents initialEvents,
            ResourceEventHandler<T> handler) {
        Key key = new Key(type, namespace, selector, initialEvents);
        synchronized (informers) {
            @SuppressWarnings("unchecked") // the key contains the type
            Entry<T> entry = (Entry<T>)
                    informers.computeIfAbsent(key, absent -> startInformer(type, namespace, selector, initialEvents));
            SharedInformer<T>.Registration registration = entry.informer.addEventHandler(value, handler);
            entry.reflector.retryNow();
            AtomicBoolean closed = new AtomicBoolean();
            return () -> {
                if (closed.compareAndSet(false, true)) {
                    unsubscribe(key, entry, registration);
                }
            };
        }
    }

    private <T extends HasMetadata> Entry<T> startInformer(
            ResourceType<T> type, String namespace, Selector selector, InitialEvents initialEvents) {
        SharedInformer<T> informer = new SharedInformer<>(selector);
        Reflector<T> reflector =
                new Reflector<>(apiClient, clientPool, scheduler, type, namespace, selector, initialEvents, informer);
        reflector.start();
        return new Entry<>(informer, reflector);
    }

    private <T extends HasMetadata> void unsubscribe(
            Key key, Entry<T> entry, SharedInformer<T>.Registration registration) {
        synchronized (informers) {
            if (entry.informer.removeEventHandler(registration) && informers.remove(key, entry)) {
                entry.reflector.close();
            }
        }
    }

    public int size() {
        synchronized (informers) {
            return informers.size();
        }
    }

    public void close() {
        List<Entry<?>> all;
        synchronized (informers) {
            all = List.copyOf(informers.values());
            informers.clear();
        }
        all.forEach(entry -> entry.reflector.close());
    }
}
