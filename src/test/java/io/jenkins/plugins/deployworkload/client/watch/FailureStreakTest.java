package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureStreakTest {

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(7).toNanos());
    private final FailureStreak streak = new FailureStreak(clock::get);

    private void advanceClock(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void streakLastsFromItsFirstFailure() {
        assertThat(streak.hasLasted(Duration.ZERO)).isFalse();
        streak.recordFailure();
        advanceClock(19);
        streak.recordFailure();
        assertThat(streak.hasLasted(Duration.ofSeconds(20))).isFalse();
        advanceClock(1);
        assertThat(streak.hasLasted(Duration.ofSeconds(20))).isTrue();
        assertThat(streak.count()).isEqualTo(2);
    }

    @Test
    void successEndsTheStreak() {
        streak.recordFailure();
        advanceClock(60);
        streak.reset();
        assertThat(streak.count()).isZero();
        streak.recordFailure();
        assertThat(streak.hasLasted(Duration.ofSeconds(20))).isFalse();
    }
}
