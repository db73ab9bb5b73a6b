package io.jenkins.plugins.deployworkload.preview;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlanner;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.rollout.importing.LiveWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Reads a workload of a cluster for the form of a job, with the access rules of a dry run and with the credential of the
 * job's deploys. Nothing is written, and Secrets are not read.
 *
 * @param objects the workload and the objects that can belong to it
 * @param notes the kinds of objects that could not be read, one sentence each
 */
public record LiveImport(List<JsonNode> objects, List<String> notes) {

    /** Converts what was read. */
    public interface Conversion<T> {

        /** @throws InvalidDescriptionException if the form cannot show the workload */
        T convert(LiveImport live) throws InvalidDescriptionException;
    }

    /**
     * The workload, or the error of the request. The thread of the user turns the error into a message, because that thread
     * has the language of the user.
     */
    private record Answer(Optional<LiveWorkload> live, RuntimeException problem) {}

    public LiveImport {
        objects = List.copyOf(objects);
        notes = List.copyOf(notes);
    }

    /**
     * @param job the job of the form. The user must be allowed to make Jenkins connect to clusters
     * @param target the workload in place of an application
     * @param kind the kind of the workload
     * @param conversion converts the workload on the thread of the user, which has the user's language. The limits of what
     *     is read bound its time, and only a few users convert at the same time
     * @throws InvalidDescriptionException the exception of the conversion
     * @throws AbortException if the job may not read the workload, it does not exist, or the cluster does not answer in time;
     *     the message is for users
     */
    public static <T> T of(Job<?, ?> job, ApplicationTarget target, String kind, Conversion<T> conversion)
            throws AbortException, InterruptedException, InvalidDescriptionException {
        String exactKind = LiveWorkload.findKind(kind)
                .orElseThrow(() ->
                        new AbortException(Messages.LiveImport_kind(kind, String.join(", ", LiveWorkload.kinds()))));
        String problem = TextRule.DNS_SUBDOMAIN.problem(target.application()).orElse(null);
        if (problem != null) {
            throw new AbortException(Messages.LiveImport_name(problem));
        }
        if (target.cluster() == null) {
            throw new AbortException(Messages.LiveImport_noCluster());
        }
        Cluster cluster = ClusterAccess.cluster(target.cluster(), job);
        String namespace = DeploymentPlanner.namespace(target.namespace(), cluster);
        AuditLog audit = AuditLog.ofImport(
                job.getFullName(),
                Jenkins.getAuthentication2().getName(),
                cluster.getName(),
                ClusterAccess.account(cluster, target.credentialsId()));
        ConnectionConfig config;
        try {
            config = allowedConnection(job, target, cluster, namespace);
        } catch (AbortException e) {
            audit.refused(namespace, target.application(), true);
            throw e;
        }
        if (!UserWait.USERS.tryAcquire()) {
            throw new AbortException(Messages.UserWait_busy());
        }
        Outcome outcome = Outcome.FAILED;
        try (Connection connection = SharedServices.open(config)) {
            LiveImport read = read(connection, namespace, exactKind, target.application());
            outcome = Outcome.SUCCEEDED;
            return conversion.convert(read);
        } finally {
            UserWait.USERS.release();
            audit.imported(namespace, target.application(), outcome);
        }
    }

    private static ConnectionConfig allowedConnection(
            Job<?, ?> job, ApplicationTarget target, Cluster cluster, String namespace) throws AbortException {
        RolloutOptions options = RolloutOptions.defaults().withDryRun(true);
        new JobAccess(job, namespace).checkPullRequest(cluster, options);
        ClusterRules.check(cluster, job.getFullName(), namespace, target.credentialsId(), options, List.of());
        return ClusterAccess.connectionConfig(cluster, (Item) job, target.credentialsId());
    }

    private static LiveImport read(Connection connection, String namespace, String kind, String name)
            throws AbortException, InterruptedException {
        Answer answer = UserWait.await(() -> {
            try {
                return new Answer(LiveWorkload.read(connection, namespace, kind, name), null);
            } catch (RuntimeException e) {
                return new Answer(Optional.empty(), e);
            }
        });
        if (answer.problem() instanceof LiveWorkload.TooLargeException) {
            throw new AbortException(
                    Messages.LiveImport_tooLarge(kind, name, String.valueOf(LiveWorkload.MAX_BYTES / 1024)));
        }
        if (answer.problem() != null) {
            throw new AbortException(connection.failure(answer.problem()).message());
        }
        LiveWorkload live = answer.live()
                .orElseThrow(() -> new AbortException(Messages.LiveImport_notFound(kind, name, namespace)));
        return new LiveImport(
                live.objects(),
                live.unread().entrySet().stream()
                        .map(unread -> note(unread.getKey(), unread.getValue(), connection))
                        .toList());
    }

    private static String note(String kind, RuntimeException problem, Connection connection) {
        return switch (problem) {
            case LiveWorkload.TooManyException tooMany ->
                Messages.LiveImport_tooMany(kind, String.valueOf(LiveWorkload.MAX_RELATED));
            case LiveWorkload.TooLargeException tooLarge -> Messages.LiveImport_relatedTooLarge(kind);
            default ->
                Messages.LiveImport_unread(kind, connection.failure(problem).message());
        };
    }
}
