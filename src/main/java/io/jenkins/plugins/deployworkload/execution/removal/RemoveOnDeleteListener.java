package io.jenkins.plugins.deployworkload.execution.removal;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.job.RemoveOnDelete;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Removes the applications of a deleted job whose deploys had the option {@code removeOnDelete}. The deletion of the job
 * does not wait for the removal. The access rules of that moment decide.
 */
@Extension
public final class RemoveOnDeleteListener extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(RemoveOnDeleteListener.class.getName());

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /**
     * By the full name of a job, what was recorded when its deletion began. Afterwards, the job has no folder any more. Another
     * listener may have refused the deletion; the next attempt replaces the entry.
     */
    private final Map<String, List<Removal>> removals = new ConcurrentHashMap<>();

    /**
     * @param deployer who the job is, which its folder tells; {@code null} if that could not be found out
     * @param problem why there is no deployer, for the log
     */
    private record Removal(ApplicationTarget target, Deployer deployer, String problem) {

        Deployer requireDeployer() throws AbortException {
            if (deployer == null) {
                throw new AbortException(problem);
            }
            return deployer;
        }
    }

    @Override
    public void onCheckDelete(Item item) {
        if (!(item instanceof Job<?, ?> job)) {
            return;
        }
        removals.remove(job.getFullName());
        try {
            List<Removal> found = new ArrayList<>();
            for (ApplicationTarget target : RemoveOnDelete.read(job)) {
                found.add(removal(job, target));
            }
            if (!found.isEmpty()) {
                removals.put(job.getFullName(), found);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The applications of the job " + job.getFullName()
                            + " are not removed with it, because they are not known");
        }
    }

    private static Removal removal(Job<?, ?> job, ApplicationTarget target) {
        try {
            Cluster cluster = ClusterAccess.cluster(target.cluster(), job);
            Deployer deployer = new JobAccess(job, target.namespace())
                    .deployer(cluster, job.getFullName() + RemovalRequest.DELETED_JOB);
            return new Removal(target, deployer, null);
        } catch (AbortException e) {
            return new Removal(target, null, e.getMessage());
        }
    }

    @Override
    public void onDeleted(Item item) {
        List<Removal> found = removals.remove(item.getFullName());
        if (found != null && item instanceof Job<?, ?> job) {
            String user = Jenkins.getAuthentication2().getName();
            found.forEach(removal -> VirtualThreads.start(() -> remove(job, user, removal)));
        }
    }

    private static void remove(Job<?, ?> job, String user, Removal removal) {
        ApplicationTarget target = removal.target();
        String name = job.getFullName();
        try {
            RolloutResult result = new RemovalLauncher(
                            job,
                            target,
                            (cluster, credential) -> ClusterAccess.connectionConfig(cluster, (Item) job, credential),
                            (cluster, namespace) -> removal.requireDeployer(),
                            account -> AuditLog.ofDeletedJob(name, user, target.cluster(), account))
                    // Branches can own an application together, and the others still need it.
                    .onlyIfDeployedLastBy(name)
                    .start(false, TIMEOUT, event -> {})
                    .result()
                    .join();
            if (result.outcome() == Outcome.SUCCEEDED) {
                LOGGER.info(() -> describe(name, target) + ": " + result.message());
            } else {
                notRemoved(name, target, result.message());
            }
        } catch (AbortException e) {
            notRemoved(name, target, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> describe(name, target) + ", was not removed");
        }
    }

    private static void notRemoved(String job, ApplicationTarget target, String reason) {
        LOGGER.warning(() -> describe(job, target) + ", was not removed: " + reason);
    }

    private static String describe(String job, ApplicationTarget target) {
        return "The application " + target.application() + " in the namespace " + target.namespace()
                + " of the cluster " + target.cluster() + ", whose job " + job + " was deleted";
    }
}
