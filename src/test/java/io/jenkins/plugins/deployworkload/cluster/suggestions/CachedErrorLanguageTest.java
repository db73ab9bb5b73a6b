package io.jenkins.plugins.deployworkload.cluster.suggestions;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why there is nothing to offer, kept for moments and told to readers of two languages. */
class CachedErrorLanguageTest {

    private final Locale before = Locale.getDefault();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    // The moments do not pass.
    private final SuggestionService offers =
            new SuggestionService(new ConnectionPool(scheduler), () -> Instant.EPOCH, Duration.ofMinutes(1));
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void end() {
        Locale.setDefault(before);
        scheduler.shutdownNow();
    }

    @Test
    void translatesAMissingAccountForEachReader() {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");

        assertTranslated(() -> ClusterAccess.connectionConfig(cluster), "it has no account of its own");
    }

    @Test
    void translatesKubeconfigProblemsForEachReader() {
        assertTranslated(
                () -> KubeconfigReader.read(
                        "{current-context: a, contexts: [{name: a, context: {cluster: b, user: c}}]}"),
                "\"b\"");
    }

    private void assertTranslated(Callable<ConnectionConfig> connection, String english) {
        Locale.setDefault(Locale.ENGLISH);
        assertThat(ask(connection)).contains(english).doesNotContainPattern("[가-힣]");
        Locale.setDefault(Locale.KOREAN);
        assertThat(ask(connection)).containsPattern("[가-힣]");
        assertThat(asked).hasValue(1);
    }

    private String ask(Callable<ConnectionConfig> connection) {
        return offers.suggest(
                        "prod",
                        () -> {
                            asked.incrementAndGet();
                            return connection.call();
                        },
                        new SuggestionRequest(SuggestionKind.STORAGE_CLASS, ""),
                        false)
                .note();
    }
}
