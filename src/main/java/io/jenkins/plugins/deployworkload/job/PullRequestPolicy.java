package io.jenkins.plugins.deployworkload.job;

import hudson.model.Job;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Refuses the writes of pull requests that the access rule does not allow at the moment, and asks another policy about
 * the others.
 */
public record PullRequestPolicy(RolloutPolicy other, Job<?, ?> job, String cluster, String namespace)
        implements RolloutPolicy {

    @Override
    public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
        Optional<String> problem = ClusterConfiguration.get()
                .findCluster(cluster)
                .flatMap(found -> PullRequestCheck.problem(job, found, namespace, options));
        return problem.isPresent() ? List.of(problem.get()) : other.refusals(options, objects);
    }

    @Override
    public Optional<String> namespaceRefusal(String outside) {
        return other.namespaceRefusal(outside);
    }

    @Override
    public boolean allowsContainerLogs() {
        return other.allowsContainerLogs();
    }
}
