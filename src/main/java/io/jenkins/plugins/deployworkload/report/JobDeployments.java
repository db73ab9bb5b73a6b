package io.jenkins.plugins.deployworkload.report;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry.Application;
import io.jenkins.plugins.deployworkload.report.history.JobHistory;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the deploys of a job in its history, and finds out from it what they have left. The cluster is not asked. */
final class JobDeployments {

    private static final Logger LOGGER = Logger.getLogger(JobDeployments.class.getName());

    private JobDeployments() {}

    /** Adds deploys of a build to the history of its job. */
    static void record(Run<?, ?> build, List<DeployedWorkload> deployed) {
        try {
            new JobHistory(build.getParent().getRootDir().toPath())
                    .add(deployed.stream()
                            .map(workload -> workload.historyEntry(build.getNumber()))
                            .toList());
        } catch (IOException e) {
            // The pages of the job are no reason to fail a deploy.
            LOGGER.log(Level.WARNING, "The history of a job's deploys could not be written", e);
        }
    }

    /**
     * The deploy that left the present state of each application: the newest deploy that wrote, or, after a rollback,
     * the newest healthy deploy before it. An application whose first deploy was deleted again is left out.
     *
     * @param newestFirst the deploys of the job
     */
    static List<HistoryEntry> current(List<HistoryEntry> newestFirst) {
        Set<Application> decided = new HashSet<>();
        Set<Application> rolledBack = new HashSet<>();
        List<HistoryEntry> current = new ArrayList<>();
        for (HistoryEntry entry : newestFirst) {
            Application application = entry.application();
            if (entry.dryRun() || wroteNothing(entry) || decided.contains(application)) {
                continue;
            }
            if (entry.recovery() == RecoveryOutcome.ROLLED_BACK) {
                rolledBack.add(application);
            } else if (entry.outcome() == Outcome.SUCCEEDED || !rolledBack.contains(application)) {
                decided.add(application);
                if (entry.recovery() != RecoveryOutcome.REMOVED) {
                    current.add(entry);
                }
            }
        }
        return current;
    }

    /** A superseded deploy may have written, and the newer deploy has written the same objects since. */
    private static boolean wroteNothing(HistoryEntry entry) {
        return switch (entry.outcome()) {
            case REFUSED, SUPERSEDED -> true;
            case SUCCEEDED, FAILED, TIMED_OUT, ABORTED -> false;
        };
    }
}
