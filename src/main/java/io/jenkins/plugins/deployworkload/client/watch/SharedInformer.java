package io.jenkins.plugins.deployworkload.client.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.concurrent.SerialExecutor;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Caches the objects of one watch, and passes each object to the handlers that select its label value. */
final class SharedInformer<T extends HasMetadata> implements Store<T> {

    private final Selector selector;
    private final Map<String, T> objects = new LinkedHashMap<>();
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private boolean synced;
    private boolean partial;

    SharedInformer(Selector selector) {
        this.selector = selector;
    }

    /**
     * Adds a handler, which first receives the cached objects. If the watch is broken, the handler is notified of this
     * only after the next attempt. Therefore the caller must start an attempt with {@link Reflector#retryNow()}.
     */
    synchronized Registration addEventHandler(String value, ResourceEventHandler<T> handler) {
        Registration registration = new Registration(value, handler);
        registrations.add(registration);
        if (synced) {
            registration.deliverList(objects.values());
        }
        return registration;
    }

    /** @return whether this was the last handler */
    synchronized boolean removeEventHandler(Registration registration) {
        registration.removed = true;
        registrations.remove(registration);
        return registrations.isEmpty();
    }

    @Override
    public synchronized void replace(List<T> found) {
        Set<String> missing = new HashSet<>(objects.keySet());
        boolean first = !synced;
        boolean wasPartial = partial;
        List<T> added = new ArrayList<>();
        synced = true;
        partial = false;
        for (T object : found) {
            missing.remove(name(object));
            if (first || wasPartial && !objects.containsKey(name(object))) {
                objects.put(name(object), object);
                added.add(object);
            } else {
                upsert(object);
            }
        }
        missing.forEach(name -> delete(objects.get(name)));
        if (first || !added.isEmpty()) {
            registrations.forEach(registration -> registration.deliverList(added));
        }
    }

    @Override
    public synchronized void skipInitialEvents() {
        synced = true;
        partial = true;
        registrations.forEach(registration -> registration.deliverList(List.of()));
    }

    @Override
    public synchronized void upsert(T object) {
        T before = objects.put(name(object), object);
        boolean same = before != null && resourceVersion(before).equals(resourceVersion(object));
        // An object that was deleted and created again while the watch was interrupted has no DELETED event, so report
        // its deletion.
        if (before != null
                && !(uid(before).equals(uid(object)) && labelValue(before).equals(labelValue(object)))) {
            distribute(labelValue(before), before, handler -> handler.onDelete(before));
        }
        if (!same) {
            distribute(labelValue(object), object, handler -> handler.onUpsert(object));
        }
    }

    @Override
    public synchronized void delete(T object) {
        T before = objects.remove(name(object));
        // The object may no longer have the label, so use the label value of the cached object.
        String value = before == null ? labelValue(object) : labelValue(before);
        distribute(value, object, handler -> handler.onDelete(object));
    }

    @Override
    public synchronized void watchFailed(ConnectionFailure problem) {
        registrations.forEach(registration -> registration.deliver(handler -> handler.onError(problem)));
    }

    private void distribute(String value, T object, Consumer<ResourceEventHandler<T>> event) {
        registrations.stream()
                .filter(registration -> registration.labelValue.equals(value) && registration.handler.accepts(object))
                .forEach(registration -> registration.deliver(event));
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static String uid(HasMetadata object) {
        return String.valueOf(object.getMetadata().getUid());
    }

    private static String resourceVersion(HasMetadata object) {
        return String.valueOf(object.getMetadata().getResourceVersion());
    }

    private String labelValue(HasMetadata object) {
        return selector.labelValue(object);
    }

    /** One handler with its own queue, so that a slow handler does not delay the other handlers. */
    final class Registration {

        private final String labelValue;
        private final ResourceEventHandler<T> handler;
        private final SerialExecutor executor = new SerialExecutor();
        private volatile boolean removed;

        Registration(String value, ResourceEventHandler<T> handler) {
            this.labelValue = value;
            this.handler = handler;
        }

        void deliverList(Collection<T> found) {
            List<T> present = new ArrayList<>();
            found.stream()
                    .filter(object -> labelValue(object).equals(labelValue) && handler.accepts(object))
                    .forEach(present::add);
            deliver(receiver -> receiver.onList(present));
        }

        void deliver(Consumer<ResourceEventHandler<T>> event) {
            executor.execute(() -> {
                if (!removed) {
                    event.accept(handler);
                }
            });
        }
    }
}
