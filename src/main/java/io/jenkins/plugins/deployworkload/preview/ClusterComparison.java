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
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Compares the workload of a form with the cluster by a dry run, with the access rules of a deploy. Nothing is written.
 *
 * @param text the changes and the result, as in the log of a build
 * @param notes what differs from a deploy, one sentence each
 */
public record ClusterComparison(String text, List<String> notes) {

    /** The user waits for the answer, and a thread of Jenkins' web server with them. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

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
        return new ClusterComparison(
                dryRun(
                        config,
                        new RolloutRequest(
                                namespace,
                                workload.getName(),
                                objects(workload, namespace, notes),
                                TIME_LIMIT,
                                options,
                                access.policy(
                                        cluster.getName(), request.credentialsId(), new UserNamespaceSupport(config)),
                                access.deployer(cluster, job.getFullName()))),
                notes);
    }

    /** The values of Secrets are not read for a form, so Secrets cannot be compared. */
    private static List<HasMetadata> objects(Workload workload, String namespace, List<String> notes)
            throws AbortException {
        try {
            List<HasMetadata> all = WorkloadRenderer.render(workload, namespace);
            List<HasMetadata> compared = all.stream()
                    .filter(object ->
                            workload.getSecrets().isEmpty() || !object.getKind().equals("Secret"))
                    .toList();
            if (compared.size() < all.size()) {
                notes.add(Messages.ClusterComparison_secrets());
            }
            return compared;
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static String dryRun(ConnectionConfig config, RolloutRequest request)
            throws AbortException, InterruptedException {
        List<String> refusals = request.policy().refusals(request.options(), request.objects());
        if (!refusals.isEmpty()) {
            throw new AbortException(String.join("\n", refusals));
        }
        Queue<RolloutEvent> events = new ConcurrentLinkedQueue<>();
        try (Connection connection = SharedServices.open(config)) {
            Rollout rollout = SharedServices.ROLLOUT_ENGINE.start(connection, request, events::add);
            try {
                rollout.result().get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                rollout.stop(Messages.ClusterComparison_timeout());
                throw new AbortException(Messages.ClusterComparison_timeout());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
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
