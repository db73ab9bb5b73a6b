package io.jenkins.plugins.deployworkload.preview;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterRules;
import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.DeploymentPlanner;
import io.jenkins.plugins.deployworkload.execution.UserNamespaceSupport;
import io.jenkins.plugins.deployworkload.job.JobAccess;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the workload of a form with the cluster by a dry run, with the access rules of a deploy. Nothing is written.
 *
 * @param text the changes and the result, as in the log of a build
 * @param notes what differs from a deploy, one sentence each
 */
public record ClusterComparison(String text, List<String> notes) {

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
                UserWait.TIME_LIMIT,
                options.withPrune(options.prune() && !incomplete),
                access.policy(
                        cluster.getName(),
                        request.credentialsId(),
                        new UserNamespaceSupport(config),
                        preview.unknownImages()),
                access.deployer(cluster, job.getFullName()));
        return new ClusterComparison(
                ComparisonRun.run(job, cluster, request.credentialsId(), config, connection -> rollout)
                        .text(),
                notes);
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
}
