package io.jenkins.plugins.deployworkload.cluster;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
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
     * @throws AbortException if its credential does not exist
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

    private static String usable(String jobName) {
        String names = ClusterConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.allows(jobName))
                .map(Cluster::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Messages.ClusterAccess_Nothing() : names;
    }
}
