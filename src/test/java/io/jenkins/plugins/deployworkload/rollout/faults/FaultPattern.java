package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which requests are hit: some in a row, all for some time, or one in three; it is always over at some time. */
final class FaultPattern implements Predicate<ProxiedRequest> {

    private enum Shape {
        CONSECUTIVE,
        INTERVAL,
        SAMPLE
    }

    /** A request is sent four times: so few in a row never hit one for good. */
    private static final int RETRIES = 3;

    private final Function<ProxiedRequest, Boolean> filter;
    private final Shape shape;
    private final int first;
    private final int count;
    private final Duration length;
    private final Random random;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile long began;

    /**
     * @param hit which requests it may hit at all
     * @param within it begins with one of so many requests
     * @param longest how long a storm over time may take at most
     */
    FaultPattern(Random random, Function<ProxiedRequest, Boolean> hit, int within, Duration longest) {
        this.filter = hit;
        this.random = random;
        shape = Shape.values()[random.nextInt(Shape.values().length)];
        first = 1 + random.nextInt(within);
        count = shape == Shape.CONSECUTIVE ? 1 + random.nextInt(12) : 60;
        length = Duration.ofMillis(100 + random.nextInt((int) longest.toMillis() - 100));
    }

    /** Whether nobody who tries again notices it. */
    boolean isBrief() {
        return shape == Shape.CONSECUTIVE && count <= RETRIES;
    }

    @Override
    public boolean test(ProxiedRequest call) {
        if (!filter.apply(call)) {
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
                    began = began == 0 ? now : began;
                }
                yield now - began < length.toNanos();
            }
        };
    }

    private boolean oneInThree() {
        synchronized (random) {
            return random.nextInt(3) == 0;
        }
    }
}
