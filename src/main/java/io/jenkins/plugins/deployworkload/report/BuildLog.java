package io.jenkins.plugins.deployworkload.report;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the events of rollouts as plain text. All lines of one event are written at once. The progress of an object is
 * written at most once in a few seconds, because readers want the current status and not each step.
 */
public final class BuildLog implements RolloutListener {

    private static final int SECONDS_BETWEEN_PROGRESS = 3;

    private final Consumer<String> results;
    private final Consumer<String> diagnostics;
    private final boolean prefixed;
    private final boolean causeFollows;
    private final UnaryOperator<String> link;
    private final Executor delayedExecutor;
    private final Map<ObjectRef, String> progress = new LinkedHashMap<>();
    private boolean progressScheduled;

    /** Not {@code synchronized}, because a write to the log can block, which would pin a virtual thread of Java 21. */
    private final ReentrantLock lock = new ReentrantLock();

    /** @param out receives the text of each event, which has one or more lines */
    public BuildLog(Consumer<String> out) {
        this(out, out);
    }

    /**
     * @param results receives changes of objects and the outcome
     * @param diagnostics receives progress, warnings and findings
     */
    public BuildLog(Consumer<String> results, Consumer<String> diagnostics) {
        this(results, diagnostics, false, false, UnaryOperator.identity(), delayed());
    }

    private static Executor delayed() {
        return CompletableFuture.delayedExecutor(SECONDS_BETWEEN_PROGRESS, TimeUnit.SECONDS);
    }

    /**
     * The log of a build. The line with the outcome links to the page with the deployed workloads of the build. The cause
     * of the failure of a single workload follows as the error of the step.
     *
     * @param workload the name with which each line begins, if several workloads deploy at the same time; {@code null}
     *     for no prefix
     */
    public static BuildLog of(Run<?, ?> build, TaskListener log, String workload) {
        Consumer<String> lines = log.getLogger()::println;
        Consumer<String> out = workload == null ? lines : withPrefix(workload, lines);
        return new BuildLog(
                out, out, workload != null, workload == null, text -> DeploymentsAction.link(build, text), delayed());
    }

    /** The log of a removal, which has no page. The cause of a failure follows as the error of the step. */
    public static BuildLog ofRemoval(TaskListener log) {
        Consumer<String> out = log.getLogger()::println;
        return new BuildLog(out, out, false, true, UnaryOperator.identity(), delayed());
    }

    static Consumer<String> withPrefix(String workload, Consumer<String> out) {
        return piece -> out.accept(
                piece.lines().map(line -> "[" + workload + "] " + line).collect(Collectors.joining("\n")));
    }

    /**
     * @param link turns the text of the outcome into a link
     * @param delayedExecutor delays each task by the minimum time between two progress lines
     */
    BuildLog(Consumer<String> out, UnaryOperator<String> link, Executor delayedExecutor) {
        this(out, out, false, true, link, delayedExecutor);
    }

    /**
     * @param prefixed whether each line already starts with the workload's name
     * @param causeFollows whether the step reports the cause of a failure itself, so that the outcome does not repeat it
     */
    private BuildLog(
            Consumer<String> results,
            Consumer<String> diagnostics,
            boolean prefixed,
            boolean causeFollows,
            UnaryOperator<String> link,
            Executor delayedExecutor) {
        this.results = results;
        this.diagnostics = diagnostics;
        this.prefixed = prefixed;
        this.causeFollows = causeFollows;
        this.link = link;
        this.delayedExecutor = delayedExecutor;
    }

    /** The first line of a rollout. */
    public static String startedMessage(String workload, String namespace, String cluster, boolean dryRun) {
        return dryRun
                ? Messages.BuildLog_dryRunStarted(workload, namespace, cluster)
                : Messages.BuildLog_started(workload, namespace, cluster);
    }

    /** The first line of a rollout after a restart. */
    public static String resumedMessage(String workload, String namespace, String cluster) {
        return Messages.BuildLog_resumed(workload, namespace, cluster);
    }

    /** A warning that concerns all workloads. */
    public static String warningMessage(String message) {
        return "  " + Messages.BuildLog_warning(message);
    }

    /** Writes an event. Several rollouts may call this method at the same time. */
    @Override
    public void on(RolloutEvent event) {
        lock.lock();
        try {
            write(event);
        } finally {
            lock.unlock();
        }
    }

    private void write(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.Applying applying -> {
                // The lines about the objects follow.
            }
            case RolloutEvent.Applied applied -> results.accept(applied(applied.object()));
            case RolloutEvent.Deleted deleted -> results.accept(line(deleted.object(), deleted.message()));
            case RolloutEvent.Warning warning ->
                diagnostics.accept("  "
                        + Messages.BuildLog_warning(DisplayNames.indent(
                                warning.object() == null
                                        ? warning.message()
                                        : warning.object().label() + ": " + warning.message())));
            case RolloutEvent.Waiting waiting ->
                diagnostics.accept(
                        prefixed
                                ? Messages.BuildLog_waitingPrefixed()
                                : Messages.BuildLog_waiting(waiting.checkpoint().workload()));
            case RolloutEvent.Progress step -> scheduleProgress(step);
            case RolloutEvent.TreeChanged tree -> {
                // The lines about progress count the pods.
            }
            case RolloutEvent.Found found -> diagnostics.accept(found(found.object(), found.finding()));
            case RolloutEvent.RollingBack rollingBack -> {
                dropProgress(rollingBack.checkpoint().objects().stream().map(checkpoint -> checkpoint.object()));
                diagnostics.accept(DisplayNames.indent(rollingBack.message()));
            }
            case RolloutEvent.WouldApply would -> results.accept(wouldApply(would));
            case RolloutEvent.WouldDelete would -> results.accept(line(would.object(), would.message()));
            case RolloutEvent.Ended ended -> {
                dropProgress(ended.result().objects().stream());
                results.accept(ended(ended.result()));
            }
        }
    }

    private void scheduleProgress(RolloutEvent.Progress step) {
        progress.put(step.object(), step.message());
        if (!progressScheduled) {
            progressScheduled = true;
            delayedExecutor.execute(this::printProgress);
        }
    }

    private void printProgress() {
        lock.lock();
        try {
            progressScheduled = false;
            progress.forEach((object, message) -> diagnostics.accept(line(object, message)));
            progress.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops the unwritten progress lines of the objects, because the next line of each object has newer information.
     */
    private void dropProgress(Stream<AppliedObject> objects) {
        objects.forEach(object -> progress.remove(object.ref()));
    }

    private static String line(ObjectRef object, String message) {
        return "  " + object.label() + ": " + DisplayNames.indent(message);
    }

    private static String applied(AppliedObject object) {
        String label = object.kind() + " " + object.namespace() + "/" + object.name();
        return "  "
                + switch (object.operation()) {
                    case CREATED -> Messages.BuildLog_created(label);
                    case UPDATED -> Messages.BuildLog_updated(label);
                    case UNCHANGED -> Messages.BuildLog_unchanged(label);
                };
    }

    private static String found(ObjectRef object, Finding finding) {
        List<String> lines = finding.lines();
        return Stream.concat(
                        Stream.of(line(object, lines.getFirst())),
                        lines.stream().skip(1).map(text -> "    " + text))
                .collect(Collectors.joining("\n"));
    }

    private static String wouldApply(RolloutEvent.WouldApply would) {
        String label = would.object().label();
        String what =
                switch (would.operation()) {
                    case CREATED -> Messages.BuildLog_wouldCreate(label);
                    case UPDATED -> Messages.BuildLog_wouldUpdate(label);
                    case UNCHANGED -> Messages.BuildLog_wouldKeep(label);
                };
        return Stream.concat(
                        Stream.of("  " + what),
                        would.changes().stream().map(change -> "    " + DisplayNames.indent(change.line())))
                .collect(Collectors.joining("\n"));
    }

    private String ended(RolloutResult result) {
        String outcome = link.apply(DisplayNames.name(result.outcome()));
        String duration = DisplayNames.duration(result.duration());
        // An aborted step reports only that it was aborted.
        boolean isError = result.outcome() != Outcome.SUCCEEDED && result.outcome() != Outcome.ABORTED;
        String ended = causeFollows && isError
                ? Messages.DeployedWorkload_result(outcome, duration)
                : Messages.BuildLog_ended(outcome, duration, DisplayNames.indent(result.message()));
        return result.planId() == null ? ended : ended + "\n  " + Messages.BuildLog_plan(result.planId());
    }
}
