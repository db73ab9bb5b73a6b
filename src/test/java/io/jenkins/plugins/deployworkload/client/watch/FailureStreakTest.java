package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureStreakTest {

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(7).toNanos());
    private final FailureStreak setbacks = new FailureStreak(clock::get);

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void streakLastsFromItsFirstFailure() {
        assertThat(setbacks.hasLasted(Duration.ZERO)).isFalse();
        setbacks.recordFailure();
        pass(19);
        setbacks.recordFailure();
        assertThat(setbacks.hasLasted(Duration.ofSeconds(20))).isFalse();
        pass(1);
        assertThat(setbacks.hasLasted(Duration.ofSeconds(20))).isTrue();
        assertThat(setbacks.count()).isEqualTo(2);
    }

    @Test
    void successEndsTheStreak() {
        setbacks.recordFailure();
        pass(60);
        setbacks.reset();
        assertThat(setbacks.count()).isZero();
        setbacks.recordFailure();
        assertThat(setbacks.hasLasted(Duration.ofSeconds(20))).isFalse();
    }
}
