package io.jenkins.plugins.deployworkload.outputs;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.SecurityRealm;
import java.util.Set;
import jenkins.model.Jenkins;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Decides which other jobs a build may read, with the authentication of the current thread. By default, builds run as
 * {@link ACL#SYSTEM2}, which Jenkins allows to read everything. Therefore this class restricts a build that runs as
 * SYSTEM to its own job, and to jobs that every user may read. The folder of a job does not count, because a user who
 * may configure one job of a folder need not be able to read the others.
 */
record ReadAccess(Job<?, ?> requestingJob) {

    private static final Authentication ANY_AUTHENTICATED_USER = new UsernamePasswordAuthenticationToken(
            "authenticated", "", Set.of(SecurityRealm.AUTHENTICATED_AUTHORITY2));

    boolean mayRead(Job<?, ?> job) {
        return isAllowed(Item.READ, job, job);
    }

    /** Artifacts need a permission of their own only if the administrator has enabled it. */
    boolean mayReadArtifacts(Run<?, ?> build) {
        return mayRead(build.getParent())
                && (!Functions.isArtifactsPermissionEnabled() || isAllowed(Run.ARTIFACTS, build, build.getParent()));
    }

    static boolean isSystem() {
        return ACL.SYSTEM2.equals(Jenkins.getAuthentication2());
    }

    private boolean isAllowed(Permission permission, AccessControlled object, Job<?, ?> job) {
        return isSystem()
                ? job.equals(requestingJob)
                        || isAllowed(permission, object, job, ANY_AUTHENTICATED_USER)
                        || isAllowed(permission, object, job, Jenkins.ANONYMOUS2)
                : object.hasPermission(permission);
    }

    /** Whether a user has the permission, and can reach the job through its folders. */
    private static boolean isAllowed(
            Permission permission, AccessControlled object, Job<?, ?> job, Authentication user) {
        if (!object.getACL().hasPermission2(user, permission)) {
            return false;
        }
        for (Object parent = job.getParent(); parent instanceof Item folder; parent = folder.getParent()) {
            if (!folder.getACL().hasPermission2(user, Item.READ)) {
                return false;
            }
        }
        return true;
    }
}
