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
import org.junit.jupiter.api.parallel.Isolated;

/** Tests that each user sees a cached error in the user's own language. */
@Isolated("sets the default locale")
class CachedErrorLanguageTest {

    private final Locale defaultLocale = Locale.getDefault();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    // A service with a stopped clock, so that cache entries do not expire.
    private final SuggestionService service =
            new SuggestionService(new ConnectionPool(scheduler), () -> Instant.EPOCH, Duration.ofMinutes(1));
    private final AtomicInteger resolved = new AtomicInteger();

    @AfterEach
    void end() {
        Locale.setDefault(defaultLocale);
        scheduler.shutdownNow();
    }

    @Test
    void translatesAMissingCredentialForEachReader() {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");

        assertTranslated(() -> ClusterAccess.connectionConfig(cluster), "has no credential of its own");
    }

    @Test
    void translatesKubeconfigProblemsForEachReader() {
        assertTranslated(
                () -> KubeconfigReader.read(
                        "{current-context: a, contexts: [{name: a, context: {cluster: b, user: c}}]}"),
                "\"b\"");
    }

    private void assertTranslated(Callable<ConnectionConfig> resolver, String english) {
        Locale.setDefault(Locale.ENGLISH);
        assertThat(suggest(resolver)).contains(english).doesNotContainPattern("[가-힣]");
        Locale.setDefault(Locale.KOREAN);
        assertThat(suggest(resolver)).containsPattern("[가-힣]");
        assertThat(resolved).hasValue(1);
    }

    private String suggest(Callable<ConnectionConfig> resolver) {
        return service.suggest(
                        "prod",
                        () -> {
                            resolved.incrementAndGet();
                            return resolver.call();
                        },
                        new SuggestionRequest(SuggestionKind.STORAGE_CLASS, ""),
                        false)
                .note();
    }
}
