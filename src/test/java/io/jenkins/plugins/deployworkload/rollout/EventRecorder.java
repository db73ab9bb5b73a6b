package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Records all events, and waits for events that match a condition. */
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
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            for (E event : all(type)) {
                if (condition.test(event)) {
                    return event;
                }
            }
            long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (remaining <= 0) {
                throw new AssertionError("No matching event in " + events);
            }
            wait(remaining);
        }
    }
}
