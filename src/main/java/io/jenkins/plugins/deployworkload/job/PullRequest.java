package io.jenkins.plugins.deployworkload.job;

import hudson.model.Item;
import hudson.model.Job;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/**
 * The pull request that a job of a multibranch project builds. Its workspace, and mostly its Jenkinsfile too, come from
 * the author of the pull request.
 */
enum PullRequest {
    /** From a branch of the repository itself. Its author may write to the repository. */
    ORIGIN,
    /** From a fork, or from an unknown origin. Everybody who can read the repository may be its author. */
    FORK;

    /** @return empty if the job builds a branch or a tag, or does not belong to a multibranch project */
    static Optional<PullRequest> of(Job<?, ?> job) {
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        return head instanceof ChangeRequestSCMHead
                ? Optional.of(SCMHeadOrigin.DEFAULT.equals(head.getOrigin()) ? ORIGIN : FORK)
                : Optional.empty();
    }

    /** The multibranch project of a job; the job itself if it belongs to none. */
    static Item project(Job<?, ?> job) {
        return SCMHead.HeadByItem.findHead(job) != null && job.getParent() instanceof Item project ? project : job;
    }
}
