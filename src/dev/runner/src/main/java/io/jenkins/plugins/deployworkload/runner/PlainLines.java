package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Tells a rollout as the build log of Jenkins does: results on standard output, progress and diagnostics on standard error. */
final class PlainLines implements RolloutListener {

    private final RolloutListener log;

    PlainLines(PrintWriter out, PrintWriter err) {
        this.log = new BuildLog(lines(out), lines(err));
    }

    /** Flushes each line, so that both streams stay in order where they go to the same place. */
    private static Consumer<String> lines(PrintWriter writer) {
        return text -> {
            writer.println(text);
            writer.flush();
        };
    }

    @Override
    public void on(RolloutEvent event) {
        log.on(event);
    }
}
