package io.jenkins.plugins.deployworkload.outputs;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.ItemGroup;
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
 * What builds of a job may read of other jobs, with the authentication of the current thread. That of builds is the system
 * unless Jenkins is told otherwise, and the system may read everything; a job is then given what anybody can be taken to
 * read who may configure it.
 */
record ReadAccess(Job<?, ?> requestingJob) {

    private static final Authentication ANY_AUTHENTICATED_USER = new UsernamePasswordAuthenticationToken(
            "authenticated", "", Set.of(SecurityRealm.AUTHENTICATED_AUTHORITY2));

    boolean mayRead(Job<?, ?> job) {
        return isAllowed(Item.READ, job, job);
    }

    boolean mayReadArtifacts(Run<?, ?> build) {
        return !Functions.isArtifactsPermissionEnabled() || isAllowed(Run.ARTIFACTS, build, build.getParent());
    }

    static boolean isSystem() {
        return ACL.SYSTEM2.equals(Jenkins.getAuthentication2());
    }

    private boolean isAllowed(Permission permission, AccessControlled what, Job<?, ?> job) {
        return isSystem()
                ? isInSameFolder(job)
                        || what.getACL().hasPermission2(ANY_AUTHENTICATED_USER, permission)
                        || what.getACL().hasPermission2(Jenkins.ANONYMOUS2, permission)
                : what.hasPermission(permission);
    }

    /** Itself, and the jobs of its folder. All of Jenkins is no folder. */
    private boolean isInSameFolder(Job<?, ?> job) {
        ItemGroup<?> folder = requestingJob.getParent();
        return job.equals(requestingJob)
                || !(folder instanceof Jenkins) && job.getFullName().startsWith(folder.getFullName() + "/");
    }
}
