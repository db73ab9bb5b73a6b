package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures on the real control plane how long each lasting reason shows before the deploy fails, with the documented
 * grace periods. The times are for the page; a build checks the grace periods by a controlled clock.
 */
@Tag("control-plane")
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class ReasonTimesTest {

    private static final int AT_THE_SAME_TIME = 40;

    @Test
    @EnabledIfSystemProperty(
            named = "reasons.times",
            matches = ".+",
            disabledReason = "takes ten minutes; -Dreasons.times=FILE writes the measured times to the file")
    void measuresTimeToFailure() throws Exception {
        List<String> lines = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_THE_SAME_TIME)) {
            List<Future<String>> results = KubernetesReason.all().stream()
                    .filter(KubernetesReason::isFailure)
                    .map(reason -> executor.submit(() -> measure(reason)))
                    .toList();
            for (Future<String> result : results) {
                lines.add(result.get());
            }
        }
        Files.write(Path.of(System.getProperty("reasons.times")), lines);
    }

    private static String measure(KubernetesReason reason) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(GracePeriods.standard());
                ReasonPlayers players = new ReasonPlayers(cluster, reason, Integer.MAX_VALUE)) {
            RolloutResult result = players.deploy(Duration.ofMinutes(15))
                    .result()
                    .orTimeout(16, TimeUnit.MINUTES)
                    .join();
            Duration shown = Duration.between(players.shownAt(), Instant.now());
            assertThat(result.outcome()).as(reason + "\n" + result.message()).isEqualTo(Outcome.FAILED);
            return "%.1f | %s".formatted(shown.toMillis() / 1000.0, reason.key());
        }
    }
}
