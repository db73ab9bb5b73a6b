package io.jenkins.plugins.deployworkload.report;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The deploys of a job's builds, from what the builds have stored; the cluster is not asked. */
public final class JobDeployments {

    /** A deploy of a build. */
    public record Entry(Run<?, ?> build, DeployedWorkload workload) {

        public Run<?, ?> getBuild() {
            return build;
        }

        public DeployedWorkload getWorkload() {
            return workload;
        }
    }

    private record Application(String cluster, String namespace, String name) {

        static Application of(DeployedWorkload workload) {
            return new Application(workload.getCluster(), workload.getNamespace(), workload.getName());
        }
    }

    private final List<Entry> entries;

    /** @param entries the deploys, the newest first */
    JobDeployments(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads the deploys of the newest builds.
     *
     * @param newest the newest build; {@code null} if the job has none
     * @param limit the number of builds to read, because each may have to be loaded from the disk
     */
    static JobDeployments of(Run<?, ?> newest, int limit) {
        List<Entry> entries = new ArrayList<>();
        Run<?, ?> build = newest;
        for (int i = 0; i < limit && build != null; i++) {
            for (DeployedWorkload workload : DeploymentsAction.of(build).reversed()) {
                entries.add(new Entry(build, workload));
            }
            build = build.getPreviousBuild();
        }
        return new JobDeployments(entries);
    }

    /** All deploys, the newest first. */
    public List<Entry> getHistory() {
        return entries;
    }

    /**
     * The deploy that left the present state of each application: the newest deploy that wrote, or, after a rollback,
     * the newest healthy deploy before it. An application whose first deploy was deleted again is left out.
     */
    public List<Entry> getCurrent() {
        Set<Application> decided = new HashSet<>();
        Set<Application> rolledBack = new HashSet<>();
        List<Entry> current = new ArrayList<>();
        for (Entry entry : entries) {
            DeployedWorkload workload = entry.workload;
            Application application = Application.of(workload);
            if (workload.isDryRun() || wroteNothing(workload) || decided.contains(application)) {
                continue;
            }
            if (workload.getRecovery() == RecoveryOutcome.ROLLED_BACK) {
                rolledBack.add(application);
            } else if (workload.getOutcome() == Outcome.SUCCEEDED || !rolledBack.contains(application)) {
                decided.add(application);
                if (workload.getRecovery() != RecoveryOutcome.REMOVED) {
                    current.add(entry);
                }
            }
        }
        return current;
    }

    /** A superseded deploy may have written, and the newer deploy has written the same objects since. */
    private static boolean wroteNothing(DeployedWorkload workload) {
        return switch (workload.getOutcome()) {
            case REFUSED, SUPERSEDED -> true;
            case SUCCEEDED, FAILED, TIMED_OUT, ABORTED -> false;
        };
    }

    /** The number of deploys with a verdict of their own: dry runs, aborted and superseded deploys do not count. */
    public int getCount() {
        return judged().size();
    }

    /** The share of the deploys that did not succeed, in percent. */
    public int getFailureShare() {
        List<DeployedWorkload> judged = judged();
        long failed = judged.stream()
                .filter(workload -> workload.getOutcome() != Outcome.SUCCEEDED)
                .count();
        return judged.isEmpty() ? 0 : Math.round(100f * failed / judged.size());
    }

    /** The duration that half of the successful deploys did not exceed; empty without such a deploy. */
    public String getMedianDuration() {
        return duration(0.5);
    }

    /** The duration that 90 percent of the successful deploys did not exceed; empty without such a deploy. */
    public String getLongDuration() {
        return duration(0.9);
    }

    private String duration(double share) {
        List<Long> durations = judged().stream()
                .filter(DeployedWorkload::isRunning)
                .map(DeployedWorkload::getDuration)
                .sorted()
                .toList();
        return durations.isEmpty()
                ? ""
                : DisplayNames.duration(
                        Duration.ofMillis(durations.get((int) Math.ceil(share * durations.size()) - 1)));
    }

    private List<DeployedWorkload> judged() {
        return entries.stream()
                .map(Entry::workload)
                .filter(workload -> !workload.isDryRun()
                        && workload.getOutcome() != Outcome.ABORTED
                        && workload.getOutcome() != Outcome.SUPERSEDED)
                .toList();
    }
}
