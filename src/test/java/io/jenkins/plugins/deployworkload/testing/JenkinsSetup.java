package io.jenkins.plugins.deployworkload.testing;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedOption;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.MetaClass;

/** Configures the Jenkins of a test: one cluster and its credential. */
public final class JenkinsSetup {

    private JenkinsSetup() {}

    /**
     * Lets Jenkins keep its parsed pages, as in production. {@link JenkinsRule} turns this off when its class is
     * initialized, so that a tag of a form is parsed again for each of its fields.
     */
    public static void cachePages() {
        MetaClass.NO_CACHE = false;
    }

    /**
     * Configures the cluster {@code prod}.
     *
     * @param allowedJobs the patterns of the names of the jobs that have permission to use the cluster
     */
    public static void configure(ControlPlane plane, String... allowedJobs) throws Exception {
        configure(plane.server(), plane.caCertificate(), plane.adminToken(), allowedJobs);
    }

    /** Configures the cluster {@code prod} in a process that does not run the control plane. */
    public static void configure(String server, String caCertificate, String token, String... allowedJobs)
            throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "k8s", "", Secret.fromString(token)));
        SystemCredentialsProvider.getInstance().save();
        Cluster cluster = new Cluster("prod");
        cluster.setServer(server);
        cluster.setCaCertificate(caCertificate);
        cluster.setCredentialsId("k8s");
        cluster.setNamespace("default");
        cluster.setAccessRules(List.of(rule(allowedJobs)));
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }

    /** Changes the first access rule of the cluster {@code prod}. */
    public static void changeRule(Consumer<AccessRule> change) {
        Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
        change.accept(cluster.getAccessRules().getFirst());
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }

    /** A rule for all namespaces, which allows every option of the step. */
    private static AccessRule rule(String... jobs) {
        AccessRule rule = new AccessRule(List.of(jobs));
        rule.setNamespaces(List.of("*"));
        rule.setOptions(List.of(AllowedOption.values()));
        return rule;
    }

    /**
     * Configures the cluster {@code prod} for all jobs, with a proxy in front of its API server.
     *
     * @param server the address of the proxy; plain HTTP is allowed only in a kubeconfig, and only for the loopback
     *     interface
     * @param token the token of the account
     */
    public static void configureProxy(String server, String token) throws Exception {
        String kubeconfig = """
                apiVersion: v1
                kind: Config
                clusters: [{name: proxy, cluster: {server: '%s'}}]
                users: [{name: user, user: {token: '%s'}}]
                contexts: [{name: proxy, context: {cluster: proxy, user: user}}]
                current-context: proxy
                """.formatted(server, token);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "k8s",
                        "",
                        "kubeconfig",
                        SecretBytes.fromBytes(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        SystemCredentialsProvider.getInstance().save();
        Cluster cluster = new Cluster("prod");
        cluster.setCredentialsId("k8s");
        cluster.setNamespace("default");
        cluster.setAccessRules(List.of(rule("**")));
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }
}
