package io.jenkins.plugins.deployworkload.job;

import hudson.model.Job;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.access.PullRequests;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.util.Optional;

/**
 * Finds out whether a pull request may deploy. Its author decides what its job deploys, also with a trusted Jenkinsfile:
 * the files in the workspace are the author's.
 */
public final class PullRequestCheck {

    private PullRequestCheck() {}

    /** Why the job may not deploy, as a sentence; empty if it may, or if no rule decides about the deploy. */
    public static Optional<String> problem(Job<?, ?> job, Cluster cluster, String namespace, RolloutOptions options) {
        return PullRequest.of(job)
                .flatMap(pullRequest -> cluster.findRule(job.getFullName(), namespace)
                        .flatMap(rule -> problem(
                                job, pullRequest, rule.label(), rule.rule().effectivePullRequests(), options.adopt())));
    }

    private static Optional<String> problem(
            Job<?, ?> job, PullRequest pullRequest, String rule, PullRequests allowed, boolean adopt) {
        boolean isAllowed =
                switch (allowed) {
                    case none -> false;
                    case origin -> pullRequest == PullRequest.ORIGIN;
                    case all -> true;
                };
        if (!isAllowed) {
            return Optional.of(
                    allowed == PullRequests.origin
                            ? Messages.PullRequestCheck_fork(job.getFullName(), rule)
                            : Messages.PullRequestCheck_notAllowed(job.getFullName(), rule));
        }
        return adopt ? Optional.of(Messages.PullRequestCheck_adopt(job.getFullName())) : Optional.empty();
    }
}
