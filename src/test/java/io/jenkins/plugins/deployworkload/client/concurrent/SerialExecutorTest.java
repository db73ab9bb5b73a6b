package io.jenkins.plugins.deployworkload.client.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    @Test
    void runsTheNextTaskWhateverThePreviousOneThrows() {
        SerialExecutor executor = new SerialExecutor();
        CompletableFuture<String> next = new CompletableFuture<>();
        executor.execute(() -> {
            throw new NoClassDefFoundError("missing");
        });
        executor.execute(() -> {
            throw new StackOverflowError();
        });
        executor.execute(() -> {
            throw new IllegalStateException();
        });
        executor.execute(() -> next.complete("ran"));
        assertThat(next.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("ran");
    }
}
