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

/** One watch for many: keeps what there is, and tells each subscriber about the objects with its value of the selector. */
final class SharedInformer<T extends HasMetadata> implements Reflector.Store<T> {

    private final Selector selector;
    private final Map<String, T> objects = new LinkedHashMap<>();
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private boolean synced;
    private boolean partial;

    SharedInformer(Selector selector) {
        this.selector = selector;
    }

    /**
     * Who comes while the watch is in trouble is told nothing of that before the next try: it may be over. Until then what was
     * known before is what there is: whoever joins has the source try now.
     */
    synchronized Registration addEventHandler(String value, ResourceEventHandler<T> subscriber) {
        Registration member = new Registration(value, subscriber);
        registrations.add(member);
        if (synced) {
            member.deliverList(objects.values());
        }
        return member;
    }

    /** @return whether nobody is left */
    synchronized boolean removeEventHandler(Registration member) {
        member.removed = true;
        registrations.remove(member);
        return registrations.isEmpty();
    }

    @Override
    public synchronized void replace(List<T> found) {
        Set<String> gone = new HashSet<>(objects.keySet());
        boolean first = !synced;
        boolean more = partial;
        List<T> unseen = new ArrayList<>();
        synced = true;
        partial = false;
        for (T object : found) {
            gone.remove(name(object));
            if (first || more && !objects.containsKey(name(object))) {
                objects.put(name(object), object);
                unseen.add(object);
            } else {
                upsert(object);
            }
        }
        gone.forEach(name -> delete(objects.get(name)));
        if (first || !unseen.isEmpty()) {
            registrations.forEach(member -> member.deliverList(unseen));
        }
    }

    @Override
    public synchronized void skipInitialEvents() {
        synced = true;
        partial = true;
        registrations.forEach(member -> member.deliverList(List.of()));
    }

    @Override
    public synchronized void upsert(T object) {
        T before = objects.put(name(object), object);
        boolean same = before != null && resourceVersion(before).equals(resourceVersion(object));
        // Of what is made again under its name in a gap of the watch nobody says that the other one is gone.
        if (before != null
                && !(uid(before).equals(uid(object)) && labelValue(before).equals(labelValue(object)))) {
            distribute(labelValue(before), before, subscriber -> subscriber.onDelete(before));
        }
        if (!same) {
            distribute(labelValue(object), object, subscriber -> subscriber.onUpsert(object));
        }
    }

    @Override
    public synchronized void delete(T object) {
        T before = objects.remove(name(object));
        // Where the label was taken off, the object itself no longer says whom it concerned.
        String value = before == null ? labelValue(object) : labelValue(before);
        distribute(value, object, subscriber -> subscriber.onDelete(object));
    }

    @Override
    public synchronized void watchFailed(ConnectionFailure problem) {
        registrations.forEach(member -> member.deliver(subscriber -> subscriber.onError(problem)));
    }

    private void distribute(String value, T about, Consumer<ResourceEventHandler<T>> message) {
        registrations.stream()
                .filter(member -> member.labelValue.equals(value) && member.handler.accepts(about))
                .forEach(member -> member.deliver(message));
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

    /** One subscriber with its own queue, so that its slowness is its own. */
    final class Registration {

        private final String labelValue;
        private final ResourceEventHandler<T> handler;
        private final SerialExecutor executor = new SerialExecutor();
        private volatile boolean removed;

        Registration(String value, ResourceEventHandler<T> subscriber) {
            this.labelValue = value;
            this.handler = subscriber;
        }

        void deliverList(Collection<T> found) {
            List<T> present = new ArrayList<>();
            found.stream()
                    .filter(object -> labelValue(object).equals(labelValue) && handler.accepts(object))
                    .forEach(present::add);
            deliver(s -> s.onList(present));
        }

        void deliver(Consumer<ResourceEventHandler<T>> message) {
            executor.execute(() -> {
                if (!removed) {
                    message.accept(handler);
                }
            });
        }
    }
}
