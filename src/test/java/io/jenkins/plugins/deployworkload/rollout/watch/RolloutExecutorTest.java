package io.jenkins.plugins.deployworkload.rollout.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RolloutExecutorTest {

    @Test
    void reportsErrorsToFailureListener() {
        RolloutExecutor tasks = new RolloutExecutor();
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        tasks.onFailure(reported::complete);
        tasks.execute(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(reported.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(NoClassDefFoundError.class);
    }
}
