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
 * Decides which other jobs a build may read, with the authentication of the current thread. By default, builds run as
 * {@link ACL#SYSTEM2}, which Jenkins allows to read everything. Therefore this class restricts a build that runs as
 * SYSTEM to the jobs in the folder of its own job, and to jobs that every user may read. Usually, a user who may
 * configure a job can also read the other jobs in its folder.
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

    private boolean isAllowed(Permission permission, AccessControlled object, Job<?, ?> job) {
        return isSystem()
                ? isInSameFolder(job)
                        || object.getACL().hasPermission2(ANY_AUTHENTICATED_USER, permission)
                        || object.getACL().hasPermission2(Jenkins.ANONYMOUS2, permission)
                : object.hasPermission(permission);
    }

    /**
     * Whether the given job is the requesting job, or is in the requesting job's folder or one of its subfolders. The
     * root of Jenkins does not count as a folder.
     */
    private boolean isInSameFolder(Job<?, ?> job) {
        ItemGroup<?> folder = requestingJob.getParent();
        return job.equals(requestingJob)
                || !(folder instanceof Jenkins) && job.getFullName().startsWith(folder.getFullName() + "/");
    }
}
