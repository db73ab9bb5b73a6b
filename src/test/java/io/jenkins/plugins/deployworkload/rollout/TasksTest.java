package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TasksTest {

    @Test
    void anErrorIsToldToWhoEndsTheRollout() {
        Tasks tasks = new Tasks();
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        tasks.onFailure(told::complete);
        tasks.execute(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(told.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(NoClassDefFoundError.class);
    }
}
