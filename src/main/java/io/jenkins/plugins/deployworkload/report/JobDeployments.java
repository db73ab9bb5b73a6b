package io.jenkins.plugins.deployworkload.report;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry.Application;
import io.jenkins.plugins.deployworkload.report.history.JobHistory;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the deploys and removals of a job in its history, and finds out from it what they have left. The cluster is not asked. */
public final class JobDeployments {

    private static final Logger LOGGER = Logger.getLogger(JobDeployments.class.getName());

    private JobDeployments() {}

    /** Adds deploys of a build to the history of its job. */
    static void record(Run<?, ?> build, List<DeployedWorkload> deployed) {
        add(
                build,
                deployed.stream()
                        .map(workload -> workload.historyEntry(build.getNumber()))
                        .toList());
    }

    /**
     * Adds the removal of an application to the history of the job, so that its pages no longer show it as running.
     *
     * @param namespace the namespace of the application, not {@code null} for the default
     */
    public static void recordRemoval(
            Run<?, ?> build, String cluster, String namespace, String name, boolean dryRun, RolloutResult result) {
        add(
                build,
                List.of(new HistoryEntry(
                        build.getNumber(),
                        result.startedAt().toEpochMilli(),
                        result.duration().toMillis(),
                        cluster,
                        namespace,
                        name,
                        result.outcome(),
                        result.recovery(),
                        dryRun,
                        false,
                        List.of(),
                        true)));
    }

    private static void add(Run<?, ?> build, List<HistoryEntry> entries) {
        try {
            new JobHistory(build.getParent().getRootDir().toPath()).add(entries);
        } catch (IOException e) {
            // The pages of the job are no reason to fail a deploy.
            LOGGER.log(Level.WARNING, "The history of a job's deploys could not be written", e);
        }
    }

    /**
     * The deploy that left the present state of each application that exists.
     *
     * @param newestFirst the deploys of the job
     */
    static List<HistoryEntry> current(List<HistoryEntry> newestFirst) {
        return latest(newestFirst).stream().filter(entry -> !entry.isGone()).toList();
    }

    /**
     * The deploy that left the present state of each application: the newest deploy that wrote, or, after a rollback,
     * the newest healthy deploy before it or, without one, the rollback. Of an application that is gone, what has deleted it.
     */
    static List<HistoryEntry> latest(List<HistoryEntry> newestFirst) {
        Set<Application> decided = new HashSet<>();
        Map<Application, HistoryEntry> rolledBack = new LinkedHashMap<>();
        List<HistoryEntry> latest = new ArrayList<>();
        for (HistoryEntry entry : newestFirst) {
            Application application = entry.application();
            if (entry.dryRun() || wroteNothing(entry) || decided.contains(application)) {
                continue;
            }
            if (entry.recovery() == RecoveryOutcome.ROLLED_BACK) {
                rolledBack.putIfAbsent(application, entry);
            } else if (entry.outcome() == Outcome.SUCCEEDED || !rolledBack.containsKey(application)) {
                decided.add(application);
                latest.add(entry);
            }
        }
        // Another job has deployed what the rollback restored, or the history is too short.
        rolledBack.forEach((application, entry) -> {
            if (!decided.contains(application) && !entry.restored().isEmpty()) {
                latest.add(entry.asRestored());
            }
        });
        return latest;
    }

    /**
     * A superseded deploy may have written, and the newer deploy has written the same objects since. A removal that did
     * not succeed leaves an application, of which some objects may be missing.
     */
    private static boolean wroteNothing(HistoryEntry entry) {
        if (entry.removal() && entry.outcome() != Outcome.SUCCEEDED) {
            return true;
        }
        return switch (entry.outcome()) {
            case REFUSED, SUPERSEDED -> true;
            case SUCCEEDED, FAILED, TIMED_OUT, ABORTED -> false;
        };
    }
}
