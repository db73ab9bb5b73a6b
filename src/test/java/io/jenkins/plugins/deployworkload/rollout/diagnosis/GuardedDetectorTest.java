package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.GuardedDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedDetectorTest {

    private final Logger logger = Logger.getLogger(GuardedDetector.class.getName());
    private final List<LogRecord> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void detectorThatThrowsDetectsNothingAndIsLoggedOnce() {
        GuardedDetector detector = new GuardedDetector(view -> Stream.of(1).map(number -> {
            throw new IllegalStateException("unexpected status");
        }));
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            assertThat(detector.detect(null)).isEmpty();
            assertThat(detector.detect(null)).isEmpty();
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        assertThat(records)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getThrown()).hasMessage("unexpected status"));
    }

    @Test
    void everyDetectorIsGuarded() {
        assertThat(Detectors.ALL).allSatisfy(detector -> assertThat(detector).isInstanceOf(GuardedDetector.class));
    }
}
