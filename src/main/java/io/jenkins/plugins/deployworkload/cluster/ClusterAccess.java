package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Turns the name of a cluster into a connection for a job, if that job may have it. */
public final class ClusterAccess {

    private static final Logger LOGGER = Logger.getLogger(ClusterAccess.class.getName());

    private ClusterAccess() {}

    /**
     * The configured cluster of a name.
     *
     * @throws AbortException if there is none, or this job may not use it; a job is told only of those that it may use
     */
    public static Cluster cluster(String name, Job<?, ?> job) throws AbortException {
        String jobName = job.getFullName();
        return ClusterConfiguration.get()
                .findCluster(name)
                .filter(cluster -> cluster.allowsJob(jobName))
                .orElseThrow(() -> new AbortException(
                        Messages.ClusterAccess_NotAvailable(name, jobName, allowedClusters(jobName))));
    }

    /**
     * How a build connects to a cluster. That it used the credential is remembered with the credential.
     *
     * @param credentialsId a credential that the build may use, found in its job's context; null for the cluster's own
     * @throws AbortException if there is no such credential, or it cannot be used, or it is the controller's own account, which
     *     only an administrator gives to a cluster
     */
    public static ConnectionConfig connectionConfig(Cluster cluster, Run<?, ?> build, String credentialsId)
            throws AbortException {
        if (isBlank(credentialsId)) {
            StandardCredentials own = clusterCredential(cluster);
            CredentialsProvider.track(build, own);
            return ConnectionConfigFactory.of(cluster, own, null);
        }
        StandardCredentials job = requireJobCredential(
                credentialsId,
                ClusterCredentials.ofBuild(credentialsId, build, cluster),
                build.getParent().getFullName());
        CredentialsProvider.track(build, job);
        return ConnectionConfigFactory.of(cluster, credentialForAddress(cluster), job);
    }

    /**
     * How a job's form connects to a cluster, outside of any build.
     *
     * @param credentialsId a credential that the job may use; null for the cluster's own
     * @throws AbortException as for a build
     */
    public static ConnectionConfig connectionConfig(Cluster cluster, Item job, String credentialsId)
            throws AbortException {
        if (isBlank(credentialsId)) {
            return ConnectionConfigFactory.of(cluster, clusterCredential(cluster), null);
        }
        StandardCredentials ofJob = requireJobCredential(
                credentialsId, ClusterCredentials.ofItem(credentialsId, job, cluster), job.getFullName());
        return ConnectionConfigFactory.of(cluster, credentialForAddress(cluster), ofJob);
    }

    /**
     * How an administrator tries a cluster out: as the cluster's own account.
     *
     * @throws AbortException if it has none, or its credential cannot be used
     */
    public static ConnectionConfig connectionConfig(Cluster cluster) throws AbortException {
        return ConnectionConfigFactory.of(cluster, clusterCredential(cluster), null);
    }

    /**
     * For a job's form: the credentials that it may use for a cluster; for others only the one that is set.
     *
     * @param cluster as filled in; the credentials for any address where it is none that the job may use
     */
    public static ListBoxModel credentials(Item item, String cluster, String current) {
        if (item == null || !FormAccess.mayRead(item)) {
            return ClusterCredentials.currentOnly(current);
        }
        String server = ClusterConfiguration.get()
                .findCluster(cluster)
                .filter(found -> found.allowsJob(item.getFullName()))
                .map(Cluster::getServer)
                .orElse(null);
        return ClusterCredentials.ofItem(item, server, current);
    }

    private static StandardCredentials requireJobCredential(String id, StandardCredentials found, String jobName)
            throws AbortException {
        if (found == null) {
            throw new ClusterAccessException(Messages._ClusterAccess_CredentialNotFound(id, jobName));
        }
        if (ClusterCredentials.isControllerServiceAccount(found)) {
            throw new ClusterAccessException(Messages._ClusterAccess_ControllerServiceAccount(id));
        }
        return found;
    }

    /** Its own account, where a job brings another: a kubeconfig says where the cluster is. */
    private static StandardCredentials credentialForAddress(Cluster cluster) throws AbortException {
        return isBlank(cluster.getServer()) || isBlank(cluster.getCaCertificate()) && hasStoredCredential(cluster)
                ? clusterCredential(cluster)
                : null;
    }

    private static boolean hasStoredCredential(Cluster cluster) {
        return !isBlank(cluster.getCredentialsId()) && ClusterCredentials.ofJenkins(cluster) != null;
    }

    private static StandardCredentials clusterCredential(Cluster cluster) throws AbortException {
        if (isBlank(cluster.getCredentialsId())) {
            return null;
        }
        StandardCredentials own = ClusterCredentials.ofJenkins(cluster);
        if (own == null) {
            // The ID is the administrator's business, and no job's.
            LOGGER.warning(() -> "Cluster " + cluster.getName() + ": there is no credential with the ID "
                    + cluster.getCredentialsId() + " among those of Jenkins itself");
            throw new ClusterAccessException(Messages._ClusterAccess_NoCredential(cluster.getName()));
        }
        return own;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static String allowedClusters(String jobName) {
        String names = ClusterConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.allowsJob(jobName))
                .map(Cluster::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.ClusterAccess_NoClusters() : names;
    }
}
