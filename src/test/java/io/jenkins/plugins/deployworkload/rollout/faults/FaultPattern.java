package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Selects the requests that a fault affects: several consecutive requests, all requests during an interval, or one
 * request in three. Every pattern ends.
 */
final class FaultPattern implements Predicate<ProxiedRequest> {

    private enum Shape {
        CONSECUTIVE,
        INTERVAL,
        SAMPLE
    }

    /** The client sends a request up to four times, so the request can still succeed after three consecutive faults. */
    private static final int RETRIES = 3;

    private final Function<ProxiedRequest, Boolean> filter;
    private final Shape shape;
    private final int first;
    private final int count;
    private final Duration length;
    private final Random random;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile long startNanos;

    /**
     * @param filter whether the fault can affect a request
     * @param maxFirst the highest possible number of the first affected request, counted from 1; the actual number is
     *     random
     * @param maxLength the maximum length of an interval
     */
    FaultPattern(Random random, Function<ProxiedRequest, Boolean> filter, int maxFirst, Duration maxLength) {
        this.filter = filter;
        this.random = random;
        shape = Shape.values()[random.nextInt(Shape.values().length)];
        first = 1 + random.nextInt(maxFirst);
        count = shape == Shape.CONSECUTIVE ? 1 + random.nextInt(12) : 60;
        length = Duration.ofMillis(100 + random.nextInt((int) maxLength.toMillis() - 100));
    }

    /** Whether the fault is so brief that the client's retries succeed. */
    boolean isBrief() {
        return shape == Shape.CONSECUTIVE && count <= RETRIES;
    }

    @Override
    public boolean test(ProxiedRequest request) {
        if (!filter.apply(request)) {
            return false;
        }
        int number = seen.incrementAndGet();
        if (number < first) {
            return false;
        }
        return switch (shape) {
            case CONSECUTIVE -> number < first + count;
            case SAMPLE -> number < first + count && oneInThree();
            case INTERVAL -> {
                long now = System.nanoTime();
                synchronized (this) {
                    startNanos = startNanos == 0 ? now : startNanos;
                }
                yield now - startNanos < length.toNanos();
            }
        };
    }

    private boolean oneInThree() {
        synchronized (random) {
            return random.nextInt(3) == 0;
        }
    }
}
