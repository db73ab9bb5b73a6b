package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SetbacksTest {

    private final AtomicLong clock = new AtomicLong(Duration.ofDays(7).toNanos());
    private final Setbacks setbacks = new Setbacks(clock::get);

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void aRowLastsFromItsFirstSetbackOn() {
        assertThat(setbacks.last(Duration.ZERO)).isFalse();
        setbacks.add();
        pass(19);
        setbacks.add();
        assertThat(setbacks.last(Duration.ofSeconds(20))).isFalse();
        pass(1);
        assertThat(setbacks.last(Duration.ofSeconds(20))).isTrue();
        assertThat(setbacks.count()).isEqualTo(2);
    }

    @Test
    void successBeginsANewRow() {
        setbacks.add();
        pass(60);
        setbacks.over();
        assertThat(setbacks.count()).isZero();
        setbacks.add();
        assertThat(setbacks.last(Duration.ofSeconds(20))).isFalse();
    }
}
