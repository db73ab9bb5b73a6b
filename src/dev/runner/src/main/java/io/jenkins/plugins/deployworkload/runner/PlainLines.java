package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import java.io.PrintWriter;

/** Tells a rollout as the build log of Jenkins does. */
final class PlainLines implements RolloutListener {

    private final RolloutListener log;

    PlainLines(PrintWriter out) {
        this.log = new BuildLog(text -> {
            out.println(text);
            out.flush();
        });
    }

    @Override
    public void on(RolloutEvent event) {
        log.on(event);
    }
}
