package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import java.io.PrintWriter;

/** Tells a rollout as the build log of Jenkins does, and a dry run as what would be done. */
final class PlainLines implements RolloutListener {

    private final PrintWriter out;
    private final RolloutListener log;

    PlainLines(PrintWriter out) {
        this.out = out;
        this.log = new BuildLog(this::print);
    }

    @Override
    public void on(RolloutEvent event) {
        // Several rollouts tell at the same time, and what belongs together stays together.
        synchronized (out) {
            if (event instanceof RolloutEvent.WouldChange would) {
                print("  " + would.object().label() + " " + sentence(would));
                would.changes().forEach(change -> print("    " + change.line()));
            } else {
                log.on(event);
            }
        }
    }

    private static String sentence(RolloutEvent.WouldChange would) {
        return switch (would.operation()) {
            case CREATED -> "would be created";
            case CHANGED -> "would be changed";
            case UNCHANGED -> "would stay as it is";
        };
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
