package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import java.util.stream.Collectors;

/** Turns the name of a cluster into a connection for a job, if that job may have it. */
public final class ClusterAccess {

    private ClusterAccess() {}

    /**
     * The configured cluster of a name.
     *
     * @throws AbortException if there is none, or this job may not use it; a job is told only of those that it may use
     */
    public static Cluster cluster(String name, Job<?, ?> job) throws AbortException {
        String jobName = job.getFullName();
        return ClusterConfiguration.get()
                .cluster(name)
                .filter(cluster -> cluster.allows(jobName))
                .orElseThrow(() -> new AbortException(Messages.ClusterAccess_None(name, jobName, usable(jobName))));
    }

    /**
     * How a build connects to a cluster. That it used the credential is remembered with the credential.
     *
     * @param credentialsId a credential that the build may use, found in its job's context; null for the cluster's own
     * @throws AbortException if there is no such credential, or it cannot be used
     */
    public static ConnectionConfig connection(Cluster cluster, Run<?, ?> build, String credentialsId)
            throws AbortException {
        StandardCredentials own = own(cluster);
        if (isBlank(credentialsId)) {
            CredentialsProvider.track(build, own);
            return ClusterConnection.of(cluster, own, null);
        }
        StandardCredentials job = ClusterCredentials.ofBuild(credentialsId, build, cluster);
        if (job == null) {
            throw new AbortException(Messages.ClusterAccess_NotForTheJob(
                    credentialsId, build.getParent().getFullName()));
        }
        CredentialsProvider.track(build, job);
        return ClusterConnection.of(cluster, own, job);
    }

    /**
     * How a job's form connects to a cluster, outside of any build.
     *
     * @param credentialsId a credential that the job may use; null for the cluster's own
     * @throws AbortException if there is no such credential, or it cannot be used
     */
    public static ConnectionConfig connection(Cluster cluster, Item job, String credentialsId) throws AbortException {
        StandardCredentials own = own(cluster);
        if (isBlank(credentialsId)) {
            return ClusterConnection.of(cluster, own, null);
        }
        StandardCredentials ofJob = ClusterCredentials.ofItem(credentialsId, job, cluster);
        if (ofJob == null) {
            throw new AbortException(Messages.ClusterAccess_NotForTheJob(credentialsId, job.getFullName()));
        }
        return ClusterConnection.of(cluster, own, ofJob);
    }

    /**
     * How a form asks a cluster: as the cluster's own account.
     *
     * @throws AbortException if it has none, or its credential cannot be used
     */
    public static ConnectionConfig connection(Cluster cluster) throws AbortException {
        return ClusterConnection.of(cluster, own(cluster), null);
    }

    /** For a job's form: the credentials that it may use; for others only the one that is set. */
    public static ListBoxModel credentials(Item item, String current) {
        return item != null && SectionDescriptor.mayConfigure(item)
                ? ClusterCredentials.ofItem(item, current)
                : ClusterCredentials.only(current);
    }

    private static StandardCredentials own(Cluster cluster) throws AbortException {
        if (isBlank(cluster.getCredentialsId())) {
            return null;
        }
        StandardCredentials own = ClusterCredentials.ofJenkins(cluster);
        if (own == null) {
            throw new AbortException(
                    Messages.ClusterAccess_NoCredential(cluster.getName(), cluster.getCredentialsId()));
        }
        return own;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static String usable(String jobName) {
        String names = ClusterConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.allows(jobName))
                .map(Cluster::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.ClusterAccess_Nothing() : names;
    }
}
