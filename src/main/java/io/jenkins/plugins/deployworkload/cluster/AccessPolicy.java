package io.jenkins.plugins.deployworkload.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.policy.PolicyRule;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The policy of a deploy: the access rule that decides about it at the moment. An administrator may change the rules or
 * remove the cluster while the deploy runs.
 */
public final class AccessPolicy implements RolloutPolicy {

    private final String cluster;
    private final Supplier<String> job;
    private final String namespace;
    private final String credentialsId;
    private final BooleanSupplier userNamespaces;
    private final Set<String> unknownImages;

    /**
     * @param cluster the name of the cluster
     * @param job supplies the current full name of the job, because a job may be renamed while it deploys
     * @param credentialsId the credential of the job; {@code null} for the credential of the cluster
     * @param userNamespaces see {@link PolicyRule#userNamespaces}
     * @param unknownImages see {@link PolicyRule#unknownImages}
     */
    public AccessPolicy(
            String cluster,
            Supplier<String> job,
            String namespace,
            String credentialsId,
            BooleanSupplier userNamespaces,
            Set<String> unknownImages) {
        this.cluster = cluster;
        this.job = job;
        this.namespace = namespace;
        this.credentialsId = credentialsId;
        this.userNamespaces = userNamespaces;
        this.unknownImages = unknownImages;
    }

    @Override
    public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
        String jobName = job.get();
        Optional<Cluster> found = StepAccess.findCluster(cluster, jobName);
        if (found.isEmpty()) {
            return List.of(StepAccess.notAvailable(cluster, jobName).toString());
        }
        Cluster configured = found.get();
        List<Problem> problems = StepAccess.problems(configured, jobName, namespace, credentialsId, options);
        return problems.isEmpty()
                ? ObjectPolicy.check(
                        configured
                                .findRule(jobName, namespace)
                                .orElseThrow()
                                .policy()
                                .withUserNamespaces(userNamespaces)
                                .withUnknownImages(unknownImages)
                                .withObjectNamespaces(other -> configured.hasSameRule(jobName, namespace, other)),
                        namespace,
                        objects)
                : problems.stream().map(Problem::toString).toList();
    }

    @Override
    public Optional<String> namespaceRefusal(String other) {
        return ClusterConfiguration.get()
                .findCluster(cluster)
                .filter(configured -> !configured.hasSameRule(job.get(), namespace, other))
                .map(configured -> Messages.AccessPolicy_otherNamespace(other));
    }

    @Override
    public boolean allowsContainerLogs() {
        return ClusterConfiguration.get()
                .findCluster(cluster)
                .flatMap(configured -> configured.findRule(job.get(), namespace))
                .filter(rule -> rule.rule().allowsContainerLogs())
                .isPresent();
    }
}
