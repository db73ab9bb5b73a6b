package io.jenkins.plugins.deployworkload.client.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    @Test
    void runsTheNextTaskWhateverThePreviousOneThrows() {
        SerialExecutor serial = new SerialExecutor();
        CompletableFuture<String> next = new CompletableFuture<>();
        serial.execute(() -> {
            throw new NoClassDefFoundError("gone");
        });
        serial.execute(() -> {
            throw new StackOverflowError();
        });
        serial.execute(() -> {
            throw new IllegalStateException();
        });
        serial.execute(() -> next.complete("ran"));
        assertThat(next.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("ran");
    }
}
