package io.jenkins.plugins.deployworkload.job;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.cluster.PullRequests;
import java.util.Optional;

/**
 * Refuses deploys of pull requests that an access rule does not allow. This also covers a pull request with a trusted
 * Jenkinsfile, whose files in the workspace come from its author.
 */
public final class PullRequestCheck {

    private PullRequestCheck() {}

    /**
     * @param allowed which pull requests the access rule allows
     * @param adopt whether the deploy adopts objects or applications
     * @throws AbortException if the job may not deploy; the message is for users
     */
    public static void check(Job<?, ?> job, String cluster, PullRequests allowed, boolean adopt) throws AbortException {
        Optional<PullRequest> pullRequest = PullRequest.of(job);
        if (pullRequest.isEmpty()) {
            return;
        }
        if (!allows(allowed, pullRequest.get())) {
            throw new AbortException(
                    allowed == PullRequests.origin
                            ? Messages.PullRequestCheck_fork(cluster, job.getFullName())
                            : Messages.PullRequestCheck_notAllowed(cluster, job.getFullName()));
        }
        if (adopt) {
            throw new AbortException(Messages.PullRequestCheck_adopt(job.getFullName()));
        }
    }

    private static boolean allows(PullRequests allowed, PullRequest pullRequest) {
        return switch (allowed) {
            case none -> false;
            case origin -> pullRequest == PullRequest.ORIGIN;
            case all -> true;
        };
    }
}
