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

/** One watch a namespace, kind and selector, however many subscribe; closed when the last one leaves. */
public final class SharedInformerFactory {

    private record Key(ResourceType<?> type, String namespace, Selector selector, InitialEvents initialEvents) {}

    private record Entry<T extends HasMetadata>(SharedInformer<T> informer, Reflector<T> reflector) {}

    private final ApiClient apiClient;
    private final HttpClientPool clientPool;
    private final ScheduledExecutorService scheduler;
    private final Map<Key, Entry<?>> informers = new HashMap<>();

    public SharedInformerFactory(ApiClient requests, HttpClientPool clients, ScheduledExecutorService scheduler) {
        this.apiClient = requests;
        this.clientPool = clients;
        this.scheduler = scheduler;
    }

    public <T extends HasMetadata> Subscription subscribe(
            ResourceType<T> type,
            String namespace,
            Selector selector,
            String value,
            InitialEvents beginning,
            ResourceEventHandler<T> subscriber) {
        Key key = new Key(type, namespace, selector, beginning);
        synchronized (informers) {
            @SuppressWarnings("unchecked") // put below, under a key that holds the type
            Entry<T> entry = (Entry<T>)
                    informers.computeIfAbsent(key, absent -> startInformer(type, namespace, selector, beginning));
            SharedInformer<T>.Registration member = entry.informer.addEventHandler(value, subscriber);
            entry.reflector.retryNow();
            AtomicBoolean closed = new AtomicBoolean();
            return () -> {
                if (closed.compareAndSet(false, true)) {
                    unsubscribe(key, entry, member);
                }
            };
        }
    }

    private <T extends HasMetadata> Entry<T> startInformer(
            ResourceType<T> type, String namespace, Selector selector, InitialEvents beginning) {
        SharedInformer<T> watch = new SharedInformer<>(selector);
        Reflector<T> source =
                new Reflector<>(apiClient, clientPool, scheduler, type, namespace, selector, beginning, watch);
        source.start();
        return new Entry<>(watch, source);
    }

    private <T extends HasMetadata> void unsubscribe(Key key, Entry<T> entry, SharedInformer<T>.Registration member) {
        synchronized (informers) {
            if (entry.informer.removeEventHandler(member) && informers.remove(key, entry)) {
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
