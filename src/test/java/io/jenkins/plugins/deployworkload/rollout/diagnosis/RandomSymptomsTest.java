package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.GuardedDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random mixes of the symptoms in {@code reasons.txt}: several pods and containers, healing and not, with a controlled
 * clock. A failure names its seed; {@code -Ddiagnosis.seed} repeats it.
 */
class RandomSymptomsTest {

    private static final int MIXES = 1_000;

    /** Longer than every grace period, after all pods have reached their last state. */
    private static final Duration END = Duration.ofMinutes(30);

    /** A detector that throws is guarded and logs. */
    private final List<String> logged = new ArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            logged.add(event.getMessage() + ": " + event.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final Logger logger = Logger.getLogger(GuardedDetector.class.getName());

    @BeforeEach
    void collectLog() {
        logger.addHandler(handler);
    }

    @AfterEach
    void closeLog() {
        logger.removeHandler(handler);
    }

    private static LongStream seeds() {
        Long seed = Long.getLong("diagnosis.seed");
        return seed == null ? LongStream.rangeClosed(1, MIXES) : LongStream.of(seed);
    }

    /**
     * In each step: no exception, no silence about a pod that has not been ready for a minute, and no failure while every
     * problem is younger than its grace period.
     */
    @Test
    void healingPodsNeverFailAndAreNeverSilent() {
        seeds().forEach(seed -> {
            RandomSymptoms mix = RandomSymptoms.healing(seed);
            while (!mix.isOver()) {
                mix.advance(Duration.ofSeconds(1));
                Diagnosis.Report report = mix.diagnose();
                assertThat(report.fatal())
                        .as("seed %d: heals in time: %s, %s", seed, mix, describe(report))
                        .isEmpty();
                assertNotSilent(seed, mix, report);
            }
            assertThat(mix.diagnose().active())
                    .as("seed %d: all pods are ready", seed)
                    .isEmpty();
        });
        assertThat(logged).isEmpty();
    }

    @Test
    void lastingProblemsEndTheWait() {
        seeds().forEach(seed -> {
            RandomSymptoms mix = RandomSymptoms.lasting(seed);
            boolean failed = IntStream.range(0, (int) END.toSeconds() / 5).anyMatch(step -> {
                mix.advance(Duration.ofSeconds(5));
                Diagnosis.Report report = mix.diagnose();
                assertNotSilent(seed, mix, report);
                return report.fatal().isPresent();
            });
            if (mix.mustFail()) {
                assertThat(failed).as("seed %d: %s", seed, mix).isTrue();
            }
        });
        assertThat(logged).isEmpty();
    }

    /** One of the pods stays unready without any problem that ends the wait. */
    @Test
    void slowPodsAreDescribed() {
        seeds().forEach(seed -> {
            RandomSymptoms mix = RandomSymptoms.slow(seed);
            for (int step = 0; step < 120; step++) {
                mix.advance(Duration.ofSeconds(5));
                Diagnosis.Report report = mix.diagnose();
                assertThat(report.fatal()).as("seed %d: %s", seed, mix).isEmpty();
                assertNotSilent(seed, mix, report);
            }
        });
        assertThat(logged).isEmpty();
    }

    /** Missing fields: every field of a status is optional. */
    @Test
    void incompleteStatusIsNoException() {
        seeds().forEach(seed -> {
            RandomSymptoms mix = RandomSymptoms.incomplete(seed);
            for (int step = 0; step < 20; step++) {
                mix.advance(Duration.ofSeconds(10));
                assertThatNoException().as("seed %d: %s", seed, mix).isThrownBy(mix::diagnose);
                assertThat(logged).as("seed %d: %s", seed, mix).isEmpty();
            }
        });
    }

    private static void assertNotSilent(long seed, RandomSymptoms mix, Diagnosis.Report report) {
        if (mix.longestUnready().compareTo(Duration.ofMinutes(1)) > 0) {
            assertThat(report.active())
                    .as("seed %d: silent about %s", seed, mix)
                    .isNotEmpty();
        }
    }

    private static String describe(Diagnosis.Report report) {
        return report.active().stream()
                .map(active -> active.finding().signal() + " "
                        + active.finding().location().label())
                .toList()
                .toString();
    }
}
