package io.jenkins.plugins.deployworkload.job;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.cluster.access.OwnerScope;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Owner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import jenkins.model.Jenkins;

/** Finds out who owns the applications that a build deploys. */
public final class JobOwner {

    /** The id of the owner of all jobs that are in no folder. */
    private static final String TOP_LEVEL = "top-level";

    /** In hexadecimal digits. */
    private static final int INSTANCE_LENGTH = 16;

    private JobOwner() {}

    /**
     * The owner of the given scope. It may also deploy what the job owned, or its project, while the scope was narrower.
     * A pull request owns its applications itself, whatever the scope: it would otherwise deploy the applications of
     * the branches.
     *
     * @throws AbortException if an id cannot be read or written; the message is for users
     */
    public static Deployer of(Run<?, ?> build, OwnerScope scope) throws AbortException {
        return of(build.getParent(), scope, build.getParent().getFullName() + " #" + build.getNumber());
    }

    /**
     * Like {@link #of(Run, OwnerScope)}.
     *
     * @param build the build that deploys, or what else reads or changes the application, for messages
     */
    static Deployer of(Job<?, ?> job, OwnerScope scope, String build) throws AbortException {
        boolean isPullRequest = PullRequest.of(job).isPresent();
        OwnerScope effective = isPullRequest ? OwnerScope.job : scope;
        Item project = PullRequest.project(job);
        Owner owner = owner(job);
        Set<String> ids = new LinkedHashSet<>(Set.of(owner.id()));
        if (effective != OwnerScope.job) {
            owner = owner(project);
            ids.add(owner.id());
        }
        if (effective == OwnerScope.folder) {
            owner = project.getParent() instanceof Item folder
                    ? owner(folder)
                    : new Owner(instance(), TOP_LEVEL, Messages.JobOwner_topLevel());
            ids.add(owner.id());
        }
        return new Deployer(owner, ids, build, isPullRequest ? true : null);
    }

    private static Owner owner(Item item) throws AbortException {
        return new Owner(instance(), OwnerId.of(item), item.getFullName());
    }

    /** A hash, so that the cluster does not learn the id, which is also used elsewhere. */
    private static String instance() {
        String id = "deploy-workload owner " + Jenkins.get().getLegacyInstanceId();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, INSTANCE_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
