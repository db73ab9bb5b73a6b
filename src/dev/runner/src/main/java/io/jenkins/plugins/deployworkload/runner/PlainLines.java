package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints rollouts like the build log: results on standard output, progress and diagnostics on standard error. */
final class PlainLines implements RolloutListener {

    private final RolloutListener log;

    PlainLines(PrintWriter out, PrintWriter err) {
        this.log = new BuildLog(printer(out), printer(err));
    }

    /** Flushes after each line, so that lines keep their order if both streams go to the same file or terminal. */
    private static Consumer<String> printer(PrintWriter writer) {
        return line -> {
            writer.println(line);
            writer.flush();
        };
    }

    @Override
    public void on(RolloutEvent event) {
        log.on(event);
    }
}
