package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Finds clusters for jobs, and creates connection configurations. This class refuses clusters and credentials that a
 * job may not use.
 */
public final class ClusterAccess {

    private static final Logger LOGGER = Logger.getLogger(ClusterAccess.class.getName());

    private ClusterAccess() {}

    /**
     * Finds a configured cluster by its name.
     *
     * @throws AbortException if the cluster does not exist, or the job may not use the cluster; the message lists the
     *     clusters that the job may use
     */
    public static Cluster cluster(String name, Job<?, ?> job) throws AbortException {
        String jobName = job.getFullName();
        return StepAccess.findCluster(name, jobName)
                .orElseThrow(() -> new AbortException(
                        StepAccess.notAvailable(name, jobName).toString()));
    }

    /**
     * Finds a configured cluster for a deploy that only waits, which goes on when the rules have changed.
     *
     * @throws AbortException if the cluster does not exist
     */
    public static Cluster clusterForWaiting(String name, Job<?, ?> job) throws AbortException {
        Optional<Cluster> found = ClusterConfiguration.get().findCluster(name);
        return found.isPresent() ? found.get() : cluster(name, job);
    }

    /**
     * The configuration of a build's connection to a cluster. This method records in Jenkins that the build has used
     * the credential.
     *
     * @param credentialsId a credential in the context of the job; {@code null} for the credential of the cluster
     * @throws AbortException if the credential does not exist or is not usable, or if {@code credentialsId} does not
     *     contain a secret of its own, such as the controller's service account, which only an administrator can
     *     configure
     */
    public static ConnectionConfig connectionConfig(Cluster cluster, Run<?, ?> build, String credentialsId)
            throws AbortException {
        if (isBlank(credentialsId)) {
            StandardCredentials credential = clusterCredential(cluster);
            CredentialsProvider.track(build, credential);
            return ConnectionConfigFactory.of(cluster, credential, null);
        }
        StandardCredentials jobCredential = requireJobCredential(
                credentialsId,
                ClusterCredentials.ofBuild(credentialsId, build, cluster),
                build.getParent().getFullName());
        CredentialsProvider.track(build, jobCredential);
        return ConnectionConfigFactory.of(cluster, credentialForAddress(cluster), jobCredential);
    }

    /**
     * The configuration of a connection for a job's form.
     *
     * @param credentialsId a credential in the context of the job; {@code null} for the credential of the cluster
     * @throws AbortException if the credential does not exist, is not usable or does not contain a secret of its own
     */
    public static ConnectionConfig connectionConfig(Cluster cluster, Item job, String credentialsId)
            throws AbortException {
        if (isBlank(credentialsId)) {
            return ConnectionConfigFactory.of(cluster, clusterCredential(cluster), null);
        }
        StandardCredentials jobCredential = requireJobCredential(
                credentialsId, ClusterCredentials.ofItem(credentialsId, job, cluster), job.getFullName());
        return ConnectionConfigFactory.of(cluster, credentialForAddress(cluster), jobCredential);
    }

    /**
     * The configuration of a connection with the cluster's own credential or service account, for the connection test.
     *
     * @throws AbortException if the cluster has neither a credential nor a service account, or its credential is not
     *     usable
     */
    public static ConnectionConfig connectionConfig(Cluster cluster) throws AbortException {
        return ConnectionConfigFactory.of(cluster, clusterCredential(cluster), null);
    }

    /**
     * The account of a deploy, for the audit log: the ID of the credential, and whose it is.
     *
     * @param credentialsId the job's credential; {@code null} for the cluster's account
     */
    public static String account(Cluster cluster, String credentialsId) {
        if (!isBlank(credentialsId)) {
            return "job credential " + credentialsId;
        }
        return isBlank(cluster.getCredentialsId())
                ? "service account of the controller"
                : "cluster credential " + cluster.getCredentialsId();
    }

    /**
     * The choices of the credential field in a job's form: the credentials that the job may use for a cluster. Users
     * who may not read the job's configuration get only the current value.
     *
     * @param cluster the name of the cluster in the form. If the job may not use this cluster, the choices are not
     *     filtered by server
     */
    public static ListBoxModel credentials(Item item, String cluster, String current) {
        if (item == null || !FormAccess.mayRead(item)) {
            return ClusterCredentials.currentOnly(current);
        }
        String server = StepAccess.findCluster(cluster, item.getFullName())
                .map(Cluster::getServer)
                .orElse(null);
        return ClusterCredentials.ofItem(item, server, current);
    }

    /**
     * Validates the credential field of a job's form, with the sentences of a build. Users who may not read the job's
     * configuration get no result.
     */
    public static FormValidation checkCredential(Item item, String cluster, String credentialsId) {
        if (item == null || !FormAccess.mayRead(item) || isBlank(credentialsId)) {
            return FormValidation.ok();
        }
        Cluster found = StepAccess.findCluster(cluster, item.getFullName()).orElse(new Cluster(cluster));
        try {
            requireJobCredential(
                    credentialsId, ClusterCredentials.ofItem(credentialsId, item, found), item.getFullName());
            return FormValidation.ok();
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static StandardCredentials requireJobCredential(String id, StandardCredentials found, String jobName)
            throws AbortException {
        if (found == null) {
            throw new ClusterAccessException(Messages._ClusterAccess_CredentialNotFound(id, jobName));
        }
        if (ClusterCredentials.isControllerServiceAccount(found)) {
            throw new ClusterAccessException(Messages._ClusterAccess_ControllerServiceAccount(id));
        }
        if (!ClusterCredentials.hasOwnSecret(found)) {
            throw new ClusterAccessException(
                    Messages._ClusterAccess_NoOwnSecret(id, found.getClass().getSimpleName()));
        }
        return found;
    }

    /**
     * The cluster's own credential, for a job that authenticates with another credential. The cluster's credential may
     * be a kubeconfig, which contains the server's address and the CA certificate.
     */
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
        StandardCredentials credential = ClusterCredentials.ofJenkins(cluster);
        if (credential == null) {
            // Users of the job must not learn the ID of the cluster's credential, so only the system log contains the
            // ID.
            LOGGER.warning(() -> "Cluster " + cluster.getName() + ": there is no credential with the ID "
                    + cluster.getCredentialsId() + " in the credentials of Jenkins itself");
            throw new ClusterAccessException(Messages._ClusterAccess_NoCredential(cluster.getName()));
        }
        return credential;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
