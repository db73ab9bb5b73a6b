package io.jenkins.plugins.deployworkload.job;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.cluster.AccessPolicy;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.access.OwnerScope;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The access of a job to a namespace, as the access rules define it. */
public record JobAccess(Job<?, ?> job, String namespace) {

    /** @throws AbortException if the job builds a pull request that may not deploy */
    public void checkPullRequest(Cluster cluster, RolloutOptions options) throws AbortException {
        Optional<String> problem = PullRequestCheck.problem(job, cluster, namespace, options);
        if (problem.isPresent()) {
            throw new AbortException(problem.get());
        }
    }

    /**
     * @param build the build that deploys, or what else changes the application, for messages
     * @throws AbortException if the owner cannot be found out
     */
    public Deployer deployer(Cluster cluster, String build) throws AbortException {
        return JobOwner.of(
                job,
                cluster.findRule(job.getFullName(), namespace)
                        .map(rule -> rule.rule().effectiveOwner())
                        .orElse(OwnerScope.job),
                build);
    }

    /**
     * The policy of a deploy, which follows changes of the access rules.
     *
     * @param userNamespaces see {@link AccessPolicy}
     */
    public RolloutPolicy policy(String cluster, String credentialsId, BooleanSupplier userNamespaces) {
        return policy(cluster, credentialsId, userNamespaces, Set.of());
    }

    /**
     * The same policy for a comparison, which writes nothing.
     *
     * @param unknownImages the placeholders of images that only a build knows
     */
    public RolloutPolicy policy(
            String cluster, String credentialsId, BooleanSupplier userNamespaces, Set<String> unknownImages) {
        return new PullRequestPolicy(
                new AccessPolicy(cluster, job::getFullName, namespace, credentialsId, userNamespaces, unknownImages),
                job,
                cluster,
                namespace);
    }
}
