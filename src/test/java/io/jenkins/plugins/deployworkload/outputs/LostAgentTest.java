package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class LostAgentTest {

    /** Remoting wraps the exception differently for synchronous and asynchronous requests. */
    @Test
    void recognizesTheClosedChannel() {
        ClosedChannelException closed = new ClosedChannelException();
        assertThat(LostAgent.caused(closed)).isTrue();
        assertThat(LostAgent.caused(new IOException("java.nio.channels.ClosedChannelException", closed)))
                .isTrue();
        assertThat(LostAgent.caused(new IOException("null", new ExecutionException(new IOException(closed)))))
                .isTrue();
    }

    @Test
    void otherProblemsAreNotTheAgents() {
        assertThat(LostAgent.caused(new IOException("Permission denied"))).isFalse();
        assertThat(LostAgent.caused(new ExecutionException(new IllegalStateException())))
                .isFalse();
    }
}
