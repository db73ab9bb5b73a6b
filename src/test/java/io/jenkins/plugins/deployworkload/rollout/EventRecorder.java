package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps all events, and waits for some. */
public final class EventRecorder implements RolloutListener {

    private final List<RolloutEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(RolloutEvent event) {
        events.add(event);
        notifyAll();
    }

    public synchronized <E extends RolloutEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public synchronized List<RolloutEvent> all() {
        return List.copyOf(events);
    }

    public synchronized <E extends RolloutEvent> E await(Class<E> type, Predicate<E> condition)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            for (E event : all(type)) {
                if (condition.test(event)) {
                    return event;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("not among " + events);
            }
            wait(left);
        }
    }
}
