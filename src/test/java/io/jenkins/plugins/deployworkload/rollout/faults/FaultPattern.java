package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Selects the requests that a fault hits: several consecutive requests, all requests during an interval, or one request
 * in three. Every pattern ends.
 */
final class FaultPattern implements Predicate<ProxiedRequest> {

    private enum Shape {
        CONSECUTIVE,
        INTERVAL,
        SAMPLE
    }

    /** The client sends a request up to four times, so the request succeeds after three consecutive faults. */
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
     * @param filter the requests that the fault may hit
     * @param maxFirst the highest number of the first request that the fault hits; requests are numbered from 1
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

    /** Whether retries hide the fault. */
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
