package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownGateTest {

    private final ShutdownGate gate = new ShutdownGate();
    private final CompletableFuture<Void> passed = new CompletableFuture<>();

    @Test
    void passesWhileJenkinsRuns() {
        gate.pass();
    }

    @Test
    void holdsThreadsFromBeginningOfShutdown() {
        gate.onBeforeShutdown();

        Thread thread = Thread.ofVirtual().start(() -> {
            gate.pass();
            passed.complete(null);
        });

        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        assertThat(passed).isNotDone();
    }
}
