package io.jenkins.plugins.deployworkload.preview;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Runs the dry run of a comparison while its user waits. */
final class ComparisonRun {

    private static final Logger LOGGER = Logger.getLogger(ComparisonRun.class.getName());

    private ComparisonRun() {}

    /** Makes the request of the dry run. */
    interface RequestSource {
        RolloutRequest get(Connection connection) throws AbortException, InterruptedException;
    }

    /**
     * @param text the changes, as in the log of a build, and why a deploy would be refused
     * @param result the result of the dry run
     */
    record Comparison(String text, RolloutResult result) {}

    /**
     * @param config the connection to the cluster with this credential
     * @throws AbortException if the policy refuses the objects, or the cluster does not answer in time
     */
    static Comparison run(
            Job<?, ?> job, Cluster cluster, String credentialsId, ConnectionConfig config, RequestSource source)
            throws AbortException, InterruptedException {
        if (!UserWait.USERS.tryAcquire()) {
            throw new AbortException(Messages.UserWait_busy());
        }
        AuditLog auditLog = AuditLog.ofComparison(
                job.getFullName(),
                Jenkins.getAuthentication2().getName(),
                cluster.getName(),
                ClusterAccess.account(cluster, credentialsId));
        try (Connection connection = SharedServices.open(config)) {
            RolloutRequest request = source.get(connection);
            List<String> refusals = request.policy().refusals(request.options(), request.objects());
            if (!refusals.isEmpty()) {
                auditLog.refused(request.namespace(), request.workloadName(), true);
                throw new AbortException(String.join("\n", refusals));
            }
            return dryRun(connection, request, auditLog.listener(request.namespace(), request.workloadName(), true));
        } finally {
            UserWait.USERS.release();
        }
    }

    private static Comparison dryRun(Connection connection, RolloutRequest request, RolloutListener auditLog)
            throws AbortException, InterruptedException {
        Queue<RolloutEvent> events = new ConcurrentLinkedQueue<>();
        Rollout rollout = SharedServices.ROLLOUT_ENGINE.start(connection, request, event -> {
            events.add(event);
            auditLog.on(event);
        });
        RolloutResult result;
        try {
            result = rollout.result().get(UserWait.TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            rollout.stop(Messages.ClusterComparison_timeout());
            throw new AbortException(Messages.ClusterComparison_timeout());
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, e, () -> "The comparison of " + request.workloadName() + " has failed");
            throw new AbortException(Messages.ClusterComparison_failed());
        } catch (InterruptedException e) {
            rollout.stop(Messages.ClusterComparison_timeout());
            throw e;
        }
        // Written on this thread, because it has the language of the user.
        List<String> lines = new ArrayList<>();
        BuildLog log = new BuildLog(lines::add);
        boolean isAccepted = result.outcome() == Outcome.SUCCEEDED;
        events.stream()
                // The changes say it all, and the result has the language of the controller.
                .filter(event -> !(isAccepted && event instanceof RolloutEvent.Ended))
                .forEach(log::on);
        return new Comparison(String.join("\n", lines).stripIndent(), result);
    }
}
