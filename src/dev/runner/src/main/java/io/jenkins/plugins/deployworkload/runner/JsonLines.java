package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.PrintWriter;

/** Prints the events of rollouts as JSON, one event per line. */
final class JsonLines implements RolloutListener {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrintWriter out;

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(RolloutEvent event) {
        try {
            String line = MAPPER.writerFor(RolloutEvent.class).writeValueAsString(event);
            synchronized (out) {
                out.println(line);
                out.flush();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
