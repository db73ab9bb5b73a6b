package io.jenkins.plugins.deployworkload.connection;

import io.fabric8.kubernetes.api.model.HasMetadata;
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
final class SharedWatch<T extends HasMetadata> implements ListWatch.Sink<T> {

    private final Selector selector;
    private final Map<String, T> objects = new LinkedHashMap<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private boolean known;
    private boolean partly;

    SharedWatch(Selector selector) {
        this.selector = selector;
    }

    /**
     * Who comes while the watch is in trouble is told nothing of that before the next try: it may be over. Until then what was
     * known before is what there is: whoever joins has the source try now.
     */
    synchronized Member join(String value, WatchSubscriber<T> subscriber) {
        Member member = new Member(value, subscriber);
        members.add(member);
        if (known) {
            member.tellPresent(objects.values());
        }
        return member;
    }

    /** @return whether nobody is left */
    synchronized boolean leave(Member member) {
        member.gone = true;
        members.remove(member);
        return members.isEmpty();
    }

    @Override
    public synchronized void listed(List<T> found) {
        Set<String> gone = new HashSet<>(objects.keySet());
        boolean first = !known;
        boolean more = partly;
        List<T> unseen = new ArrayList<>();
        known = true;
        partly = false;
        for (T object : found) {
            gone.remove(name(object));
            if (first || more && !objects.containsKey(name(object))) {
                objects.put(name(object), object);
                unseen.add(object);
            } else {
                changed(object);
            }
        }
        gone.forEach(name -> removed(objects.get(name)));
        if (first || !unseen.isEmpty()) {
            members.forEach(member -> member.tellPresent(unseen));
        }
    }

    @Override
    public synchronized void unseen() {
        known = true;
        partly = true;
        members.forEach(member -> member.tellPresent(List.of()));
    }

    @Override
    public synchronized void changed(T object) {
        T before = objects.put(name(object), object);
        boolean same = before != null && version(before).equals(version(object));
        // Of what is made again under its name in a gap of the watch nobody says that the other one is gone.
        if (before != null && !(uid(before).equals(uid(object)) && value(before).equals(value(object)))) {
            tell(value(before), before, subscriber -> subscriber.removed(before));
        }
        if (!same) {
            tell(value(object), object, subscriber -> subscriber.changed(object));
        }
    }

    @Override
    public synchronized void removed(T object) {
        T before = objects.remove(name(object));
        // Where the label was taken off, the object itself no longer says whom it concerned.
        String value = before == null ? value(object) : value(before);
        tell(value, object, subscriber -> subscriber.removed(object));
    }

    @Override
    public synchronized void failed(ConnectionFailure problem) {
        members.forEach(member -> member.tell(subscriber -> subscriber.failed(problem)));
    }

    private void tell(String value, T about, Consumer<WatchSubscriber<T>> message) {
        members.stream()
                .filter(member -> member.value.equals(value) && member.subscriber.concerns(about))
                .forEach(member -> member.tell(message));
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static String uid(HasMetadata object) {
        return String.valueOf(object.getMetadata().getUid());
    }

    private static String version(HasMetadata object) {
        return String.valueOf(object.getMetadata().getResourceVersion());
    }

    private String value(HasMetadata object) {
        return selector.value(object);
    }

    /** One subscriber with its own queue, so that its slowness is its own. */
    final class Member {

        private final String value;
        private final WatchSubscriber<T> subscriber;
        private final Serial serial = new Serial();
        private volatile boolean gone;

        Member(String value, WatchSubscriber<T> subscriber) {
            this.value = value;
            this.subscriber = subscriber;
        }

        void tellPresent(Collection<T> found) {
            List<T> present = new ArrayList<>();
            found.stream()
                    .filter(object -> value(object).equals(value) && subscriber.concerns(object))
                    .forEach(present::add);
            tell(s -> s.present(present));
        }

        void tell(Consumer<WatchSubscriber<T>> message) {
            serial.execute(() -> {
                if (!gone) {
                    message.accept(subscriber);
                }
            });
        }
    }
}
