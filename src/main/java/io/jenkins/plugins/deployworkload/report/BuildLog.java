package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import java.util.function.Consumer;

/** Tells a rollout in plain lines, each once, as it happens. */
public final class BuildLog implements RolloutListener {

    private final Consumer<String> out;

    /** @param out takes line after line; called on the rollout's thread */
    public BuildLog(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void on(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Applied applied -> out.accept(applied(applied.object()));
            case RolloutEvent.Removed removed ->
                out.accept("  " + removed.object().label() + ": " + removed.message());
            case RolloutEvent.Warning warning ->
                out.accept(Messages.BuildLog_Warning(
                        warning.object() == null ? "" : warning.object().label() + ": ", warning.message()));
            case RolloutEvent.Watching watching -> out.accept(Messages.BuildLog_Waiting());
            case RolloutEvent.Progress progress ->
                out.accept("  " + progress.object().label() + ": " + progress.message());
            case RolloutEvent.Found found ->
                found.finding()
                        .lines()
                        .forEach(line -> out.accept("  " + found.object().label() + ": " + line));
            case RolloutEvent.RollingBack rollingBack -> out.accept(rollingBack.message());
            case RolloutEvent.WouldChange would -> {
                out.accept("  " + would.object().label() + ": " + would.operation());
                would.changes().forEach(change -> out.accept("    " + change.line()));
            }
            case RolloutEvent.WouldRemove would ->
                out.accept("  " + would.object().label() + ": " + would.message());
            case RolloutEvent.Ended ended -> out.accept(ended(ended.result()));
        }
    }

    /** Both hear each event, this one first. */
    public RolloutListener andThen(RolloutListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }

    private static String applied(RolledObject object) {
        String label = object.kind() + " " + object.namespace() + "/" + object.name();
        return "  "
                + switch (object.operation()) {
                    case CREATED -> Messages.BuildLog_Created(label);
                    case CHANGED -> Messages.BuildLog_Changed(label);
                    case UNCHANGED -> Messages.BuildLog_Unchanged(label);
                };
    }

    private static String ended(RolloutResult result) {
        double seconds = result.duration().toMillis() / 1000.0;
        return Messages.BuildLog_Ended(
                Outcomes.name(result.outcome()), String.format("%.1f", seconds), result.message());
    }
}
