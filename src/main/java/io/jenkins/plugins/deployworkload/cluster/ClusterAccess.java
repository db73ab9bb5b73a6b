package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

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
     * How to connect to a cluster.
     *
     * @param credentialsId a secret text that the build may use, found in its job's context; null for the cluster's own
     * @throws AbortException if there is no such credential
     */
    public static ConnectionConfig connection(Cluster cluster, Run<?, ?> build, String credentialsId)
            throws AbortException {
        StringCredentials token = credentialsId == null
                ? cluster.credential()
                : CredentialsProvider.findCredentialById(
                        credentialsId,
                        StringCredentials.class,
                        build,
                        URIRequirementBuilder.fromUri(cluster.getServer()).build());
        if (token == null) {
            throw new AbortException(Messages.ClusterAccess_NoCredential(
                    cluster.getName(), credentialsId == null ? cluster.getCredentialsId() : credentialsId));
        }
        CredentialsProvider.track(build, token);
        return new ConnectionConfig(
                cluster.getServer(),
                cluster.getCaCertificate(),
                new TokenCredential(token.getSecret().getPlainText()));
    }

    /**
     * How a form asks a cluster: as the cluster's own account.
     *
     * @throws AbortException if its credential is not there
     */
    public static ConnectionConfig connection(Cluster cluster) throws AbortException {
        StringCredentials token = cluster.credential();
        if (token == null) {
            throw new AbortException(
                    Messages.ClusterAccess_NoCredential(cluster.getName(), cluster.getCredentialsId()));
        }
        return new ConnectionConfig(
                cluster.getServer(),
                cluster.getCaCertificate(),
                new TokenCredential(token.getSecret().getPlainText()));
    }

    /** For a job's form: the credentials that it may use; for others only the one that is set. */
    public static ListBoxModel credentials(Item item, String current) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (item == null || !SectionDescriptor.mayConfigure(item)) {
            return items.includeCurrentValue(current);
        }
        return items.includeEmptyValue()
                .includeMatchingAs(ACL.SYSTEM2, item, StringCredentials.class, List.of(), CredentialsMatchers.always())
                .includeCurrentValue(current);
    }

    private static String usable(String jobName) {
        String names = ClusterConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.allows(jobName))
                .map(Cluster::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.ClusterAccess_Nothing() : names;
    }
}
