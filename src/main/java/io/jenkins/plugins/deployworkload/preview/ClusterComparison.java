package io.jenkins.plugins.deployworkload.preview;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlanner;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.execution.UserNamespaceSupport;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Compares the workload of a form with the cluster by a dry run, with the access rules of a deploy. Nothing is written.
 *
 * @param text the changes and the result, as in the log of a build
 * @param notes what differs from a deploy, one sentence each
 */
public record ClusterComparison(String text, List<String> notes) {

    /** The user waits for the answer, and a thread of Jenkins' web server with them. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    /** How many users may wait at the same time, so that they do not take up the threads of the web server. */
    static final int MAX_COMPARISONS = 4;

    static final Semaphore COMPARISONS = new Semaphore(MAX_COMPARISONS);

    private static final Logger LOGGER = Logger.getLogger(ClusterComparison.class.getName());

    public ClusterComparison {
        notes = List.copyOf(notes);
    }

    /**
     * @param job the job of the form. The user must be allowed to make Jenkins connect to clusters
     * @throws AbortException if the job may not deploy this, or the cluster does not answer in time; the message is for users
     * @throws InvalidDescriptionException if an image override is not valid
     */
    public static ClusterComparison of(Job<?, ?> job, DeployRequest request)
            throws AbortException, InvalidDescriptionException, InterruptedException {
        if (request.workload() == null) {
            throw new AbortException(Messages.ClusterComparison_files());
        }
        requireNoVariables("cluster", request.cluster());
        requireNoVariables("namespace", request.namespace());
        Cluster cluster = ClusterAccess.cluster(request.cluster(), job);
        String namespace = DeploymentPlanner.namespace(request.namespace(), cluster);
        RolloutOptions options = request.options().withDryRun(true);
        JobAccess access = new JobAccess(job, namespace);
        access.checkPullRequest(cluster, options);
        PreviewWorkload preview = PreviewWorkload.of(ImageOverrides.apply(List.of(request.workload()), request.images())
                .getFirst());
        Workload workload = preview.workload();
        ClusterRules.check(cluster, job.getFullName(), namespace, request.credentialsId(), options, List.of(workload));
        ConnectionConfig config = ClusterAccess.connectionConfig(cluster, (Item) job, request.credentialsId());
        List<String> notes = new ArrayList<>(preview.notes());
        if (!preview.unknownImages().isEmpty()) {
            notes.add(Messages.ClusterComparison_images());
        }
        List<HasMetadata> all = objects(workload, namespace);
        List<HasMetadata> compared = withoutSecrets(workload, all);
        boolean withoutSecrets = compared.size() < all.size();
        if (withoutSecrets) {
            notes.add(Messages.ClusterComparison_secrets());
        }
        boolean incomplete = withoutSecrets || preview.withoutFiles();
        if (incomplete) {
            notes.add(Messages.ClusterComparison_hashes(FieldManagers.CONFIG_HASH_ANNOTATION));
        }
        if (incomplete && options.prune()) {
            notes.add(Messages.ClusterComparison_prune());
        }
        RolloutRequest rollout = new RolloutRequest(
                namespace,
                workload.getName(),
                compared,
                TIME_LIMIT,
                options.withPrune(options.prune() && !incomplete),
                access.policy(
                        cluster.getName(),
                        request.credentialsId(),
                        new UserNamespaceSupport(config),
                        preview.unknownImages()),
                access.deployer(cluster, job.getFullName()));
        AuditLog auditLog = AuditLog.ofComparison(
                job.getFullName(),
                Jenkins.getAuthentication2().getName(),
                cluster.getName(),
                ClusterAccess.account(cluster, request.credentialsId()));
        return new ClusterComparison(dryRun(config, rollout, auditLog), notes);
    }

    /** The form of a Freestyle job may have variables, and their values are those of a build. */
    private static void requireNoVariables(String field, String value) throws AbortException {
        if (value != null && value.contains("$")) {
            throw new AbortException(Messages.ClusterComparison_variables(field));
        }
    }

    private static List<HasMetadata> objects(Workload workload, String namespace) throws AbortException {
        try {
            return WorkloadRenderer.render(workload, namespace);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The values of Secrets are not read for a form, so Secrets cannot be compared. */
    private static List<HasMetadata> withoutSecrets(Workload workload, List<HasMetadata> objects) {
        return objects.stream()
                .filter(object ->
                        workload.getSecrets().isEmpty() || !object.getKind().equals("Secret"))
                .toList();
    }

    private static String dryRun(ConnectionConfig config, RolloutRequest request, AuditLog auditLog)
            throws AbortException, InterruptedException {
        if (!COMPARISONS.tryAcquire()) {
            throw new AbortException(Messages.ClusterComparison_busy());
        }
        try {
            List<String> refusals = request.policy().refusals(request.options(), request.objects());
            if (!refusals.isEmpty()) {
                auditLog.refused(request.namespace(), request.workloadName(), true);
                throw new AbortException(String.join("\n", refusals));
            }
            return changes(config, request, auditLog.listener(request.namespace(), request.workloadName(), true));
        } finally {
            COMPARISONS.release();
        }
    }

    private static String changes(ConnectionConfig config, RolloutRequest request, RolloutListener auditLog)
            throws AbortException, InterruptedException {
        Queue<RolloutEvent> events = new ConcurrentLinkedQueue<>();
        try (Connection connection = SharedServices.open(config)) {
            Rollout rollout = SharedServices.ROLLOUT_ENGINE.start(connection, request, event -> {
                events.add(event);
                auditLog.on(event);
            });
            try {
                rollout.result().get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
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
        }
        // Written on this thread, because it has the language of the user.
        List<String> lines = new ArrayList<>();
        events.forEach(new BuildLog(lines::add)::on);
        return String.join("\n", lines);
    }
}
