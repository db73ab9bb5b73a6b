package io.jenkins.plugins.deployworkload.report;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.rollout.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells rollouts in plain lines as they happen, what belongs together in one piece. How far an object is gets told every
 * few seconds at most, however often it changes: whoever reads wants to know where it stands, not each step.
 */
public final class BuildLog implements RolloutListener {

    private static final int SECONDS_BETWEEN_PROGRESS = 3;

    private final Consumer<String> out;
    private final UnaryOperator<String> link;
    private final Executor later;
    private final Map<ObjectRef, String> progress = new LinkedHashMap<>();
    private boolean telling;

    /** @param out takes piece after piece, each of one line or several, one at a time */
    public BuildLog(Consumer<String> out) {
        this(
                out,
                UnaryOperator.identity(),
                CompletableFuture.delayedExecutor(SECONDS_BETWEEN_PROGRESS, TimeUnit.SECONDS));
    }

    /**
     * The log of a build: how a rollout has ended links to what the build keeps of it.
     *
     * @param workload stands before each line, where several are told of at the same time; null where there is only one
     */
    public static BuildLog of(Run<?, ?> build, TaskListener log, String workload) {
        return new BuildLog(
                workload == null ? log.getLogger()::println : named(workload, log.getLogger()::println),
                text -> DeployRecord.link(build, text),
                CompletableFuture.delayedExecutor(SECONDS_BETWEEN_PROGRESS, TimeUnit.SECONDS));
    }

    static Consumer<String> named(String workload, Consumer<String> out) {
        return piece -> out.accept(
                piece.lines().map(line -> "[" + workload + "] " + line).collect(Collectors.joining("\n")));
    }

    /**
     * @param link of how a rollout has ended
     * @param later runs what it is given after the time between two lines on progress
     */
    BuildLog(Consumer<String> out, UnaryOperator<String> link, Executor later) {
        this.out = out;
        this.link = link;
        this.later = later;
    }

    /** The first line of a rollout. */
    public static String begins(String workload, String namespace, String cluster, boolean dryRun) {
        return dryRun
                ? Messages.BuildLog_Asks(workload, namespace, cluster)
                : Messages.BuildLog_Begins(workload, namespace, cluster);
    }

    /** The first line of a rollout after a restart. */
    public static String goesOn(String workload, String namespace, String cluster) {
        return Messages.BuildLog_GoesOn(workload, namespace, cluster);
    }

    /** A line about all of them. */
    public static String warning(String message) {
        return "  " + Messages.BuildLog_Warning(message);
    }

    /** Several rollouts may tell at the same time. */
    @Override
    public synchronized void on(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Applied applied -> out.accept(applied(applied.object()));
            case RolloutEvent.Removed removed -> out.accept(line(removed.object(), removed.message()));
            case RolloutEvent.Warning warning ->
                out.accept("  "
                        + Messages.BuildLog_Warning(
                                warning.object() == null
                                        ? warning.message()
                                        : warning.object().label() + ": " + warning.message()));
            case RolloutEvent.Watching watching ->
                out.accept(Messages.BuildLog_Waiting(watching.memory().workload()));
            case RolloutEvent.Progress step -> note(step);
            case RolloutEvent.Found found -> out.accept(found(found.object(), found.finding()));
            case RolloutEvent.RollingBack rollingBack -> {
                forget(rollingBack.memory().objects().stream().map(item -> item.object()));
                out.accept(rollingBack.message());
            }
            case RolloutEvent.WouldChange would -> out.accept(wouldChange(would));
            case RolloutEvent.WouldRemove would -> out.accept(line(would.object(), would.message()));
            case RolloutEvent.Ended ended -> {
                forget(ended.result().objects().stream());
                out.accept(ended(ended.result()));
            }
        }
    }

    /** Both hear each event, this one first. */
    public RolloutListener andThen(RolloutListener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }

    private void note(RolloutEvent.Progress step) {
        progress.put(step.object(), step.message());
        if (!telling) {
            telling = true;
            later.execute(this::tellProgress);
        }
    }

    private synchronized void tellProgress() {
        telling = false;
        progress.forEach((object, message) -> out.accept(line(object, message)));
        progress.clear();
    }

    /** What follows says more than how far they were. */
    private void forget(Stream<RolledObject> objects) {
        objects.forEach(object ->
                progress.remove(new ObjectRef(object.apiVersion(), object.kind(), object.namespace(), object.name())));
    }

    private static String line(ObjectRef object, String message) {
        return "  " + object.label() + ": " + message;
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

    private static String found(ObjectRef object, Finding finding) {
        List<String> lines = finding.lines();
        return Stream.concat(
                        Stream.of(line(object, lines.getFirst())),
                        lines.stream().skip(1).map(text -> "    " + text))
                .collect(Collectors.joining("\n"));
    }

    private static String wouldChange(RolloutEvent.WouldChange would) {
        String label = would.object().label();
        String what =
                switch (would.operation()) {
                    case CREATED -> Messages.BuildLog_WouldCreate(label);
                    case CHANGED -> Messages.BuildLog_WouldChange(label);
                    case UNCHANGED -> Messages.BuildLog_WouldStay(label);
                };
        return Stream.concat(Stream.of("  " + what), would.changes().stream().map(change -> "    " + change.line()))
                .collect(Collectors.joining("\n"));
    }

    private String ended(RolloutResult result) {
        double seconds = result.duration().toMillis() / 1000.0;
        return Messages.BuildLog_Ended(
                link.apply(Wording.name(result.outcome())), String.format("%.1f", seconds), result.message());
    }
}
