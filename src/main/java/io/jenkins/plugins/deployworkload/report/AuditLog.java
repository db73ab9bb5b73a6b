package io.jenkins.plugins.deployworkload.report;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Logger;

/**
 * Writes one line for each deploy to a system logger of its own name, which an administrator can send to a file or to a
 * log server: who has deployed which application where, with which account, and what has changed. The lines are English,
 * as tools read them.
 */
public final class AuditLog {

    /** The name of the logger. It is documented, and so does not change with the package of this class. */
    public static final String LOGGER_NAME = "io.jenkins.plugins.deployworkload.audit";

    private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);

    /** How far the upstream builds are followed to find the user who started the first one. */
    private static final int MAX_UPSTREAM = 10;

    private final String origin;

    /**
     * @param cluster the name of the cluster in Jenkins' configuration
     * @param account which credential or service account the deploy uses; {@code null} if it was refused before
     */
    public AuditLog(Run<?, ?> build, String cluster, String account) {
        this.origin = "cluster=" + AuditEntry.quote(cluster)
                + " job=" + AuditEntry.quote(build.getParent().getFullName())
                + " build=" + build.getNumber()
                + " user=" + AuditEntry.quote(user(build.getCauses(), MAX_UPSTREAM))
                + " account=" + AuditEntry.quote(account);
    }

    private AuditLog(String origin) {
        this.origin = origin;
    }

    /** The log of the removal of an application by a build. */
    public static AuditLog ofRemoval(Run<?, ?> build, String cluster, String account) {
        return new AuditLog("action=remove " + new AuditLog(build, cluster, account).origin);
    }

    /**
     * The log of the removal of an application because its job was deleted.
     *
     * @param user the ID of the user who has deleted the job
     */
    public static AuditLog ofDeletedJob(String job, String user, String cluster, String account) {
        return withoutBuild("removeOnDelete", job, user, cluster, account);
    }

    /**
     * The log of a comparison of a form with the cluster.
     *
     * @param user the ID of the user of the form
     */
    public static AuditLog ofComparison(String job, String user, String cluster, String account) {
        return withoutBuild("compare", job, user, cluster, account);
    }

    /**
     * The log of an import of a workload of the cluster into a form.
     *
     * @param user the ID of the user of the form
     */
    public static AuditLog ofImport(String job, String user, String cluster, String account) {
        return withoutBuild("import", job, user, cluster, account);
    }

    private static AuditLog withoutBuild(String action, String job, String user, String cluster, String account) {
        return new AuditLog("action=" + action + " cluster=" + AuditEntry.quote(cluster)
                + " job=" + AuditEntry.quote(job)
                + " build=-"
                + " user=" + AuditEntry.quote(user)
                + " account=" + AuditEntry.quote(account));
    }

    /** The ID of the user who started the build, or the upstream build; {@code null} if no user did. */
    private static String user(List<Cause> causes, int depth) {
        for (Cause cause : causes) {
            String user = null;
            if (cause instanceof Cause.UserIdCause started) {
                user = started.getUserId() == null ? "anonymous" : started.getUserId();
            } else if (cause instanceof Cause.UpstreamCause upstream && depth > 0) {
                user = user(upstream.getUpstreamCauses(), depth - 1);
            }
            if (user != null) {
                return user;
            }
        }
        return null;
    }

    /** Writes the line of a rollout when it ends. */
    public RolloutListener listener(String namespace, String application, boolean dryRun) {
        AuditEntry entry = new AuditEntry();
        return event -> {
            if (!dryRun) {
                entry.add(event);
            }
            if (event instanceof RolloutEvent.Ended ended) {
                LOGGER.info(entry.line(origin, namespace, application, dryRun, ended.result()));
            }
        };
    }

    /** Writes the line of a deploy that is refused before it has a result. */
    public void refused(String namespace, String application, boolean dryRun) {
        ended(namespace, application, dryRun, Outcome.REFUSED);
    }

    /** Writes the line of an import. */
    public void imported(String namespace, String workload, Outcome outcome) {
        ended(namespace, workload, true, outcome);
    }

    private void ended(String namespace, String application, boolean dryRun, Outcome outcome) {
        Instant now = RolloutEvent.now();
        ended(
                namespace,
                application,
                dryRun,
                new RolloutResult(outcome, "", List.of(), List.of(), RecoveryOutcome.NONE, now, Duration.ZERO));
    }

    /** Writes the line of a deploy that ends without a rollout in this process, for example because it is refused. */
    public void ended(String namespace, String application, boolean dryRun, RolloutResult result) {
        listener(namespace, application, dryRun).on(new RolloutEvent.Ended(RolloutEvent.now(), result));
    }
}
