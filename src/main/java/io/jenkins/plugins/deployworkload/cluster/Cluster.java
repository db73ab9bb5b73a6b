package io.jenkins.plugins.deployworkload.cluster;

import hudson.Extension;
import hudson.model.Describable;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A Kubernetes cluster to which jobs may deploy. Administrators configure clusters in the global configuration of
 * Jenkins.
 */
public class Cluster extends EarlierClusterProperties implements Describable<Cluster>, Section {

    @Text(TextRule.DNS_SUBDOMAIN)
    private final String name;

    private String server;

    private String caCertificate;

    private String credentialsId;

    // A cleared checkbox is stored as null, so that an exported configuration contains only selected checkboxes.
    private Boolean inCluster;

    private Boolean proxy;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    private List<AccessRule> accessRules;

    private Boolean listSecrets;

    private Boolean sctp;

    private String dashboardUrl;

    @DataBoundConstructor
    public Cluster(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    /**
     * The URL of the API server, such as {@code https://10.0.0.1:6443}; {@code null} to use the server in the
     * credential's kubeconfig or, with {@code inCluster}, the controller pod's own cluster.
     */
    public String getServer() {
        return server;
    }

    @DataBoundSetter
    public void setServer(String server) {
        this.server = server;
    }

    /**
     * The certificates of the certificate authorities to trust, in PEM; {@code null} to trust the authorities that Java
     * trusts.
     */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = caCertificate;
    }

    /**
     * The ID of the credential for deploys, from the credentials of Jenkins itself; {@code null} if each job has to
     * name its own credential.
     */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
    }

    /** Whether deploys use the service account of the controller pod. */
    public Boolean getInCluster() {
        return inCluster;
    }

    @DataBoundSetter
    public void setInCluster(Boolean inCluster) {
        this.inCluster = Boolean.TRUE.equals(inCluster) ? inCluster : null;
    }

    /** Whether connections use the proxy of the Jenkins configuration. */
    public Boolean getProxy() {
        return proxy;
    }

    @DataBoundSetter
    public void setProxy(Boolean proxy) {
        this.proxy = Boolean.TRUE.equals(proxy) ? proxy : null;
    }

    /** The namespace that a job deploys to if the job names no namespace. */
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    /**
     * The rules for the deploys of jobs to this cluster. The first rule that matches the job and the namespace decides
     * alone. If no rule matches, the job may not deploy.
     */
    public List<AccessRule> getAccessRules() {
        return accessRules == null ? List.of() : accessRules;
    }

    @DataBoundSetter
    public void setAccessRules(List<AccessRule> accessRules) {
        this.accessRules = accessRules == null || accessRules.isEmpty() ? null : new ArrayList<>(accessRules);
    }

    /** A copy in which access rules replace the properties of the earlier form. */
    Cluster migrated() {
        Cluster migrated = copy();
        migratedRules().ifPresent(migrated::setAccessRules);
        return migrated;
    }

    /** Jenkins calls this method when it has read the configuration from disk. */
    protected Object readResolve() {
        return migrated();
    }

    /**
     * Whether this plugin may read the names and keys of Secrets, to check references before a deploy and to show
     * suggestions in forms.
     */
    public Boolean getListSecrets() {
        return listSecrets;
    }

    @DataBoundSetter
    public void setListSecrets(Boolean listSecrets) {
        this.listSecrets = Boolean.TRUE.equals(listSecrets) ? listSecrets : null;
    }

    /**
     * Whether the cluster network supports SCTP. An administrator must set this option, because the Kubernetes API does
     * not report SCTP support.
     */
    public Boolean getSctp() {
        return sctp;
    }

    @DataBoundSetter
    public void setSctp(Boolean sctp) {
        this.sctp = Boolean.TRUE.equals(sctp) ? sctp : null;
    }

    /** The pattern of links to objects in a dashboard of the cluster; {@code null} for no links. */
    public String getDashboardUrl() {
        return dashboardUrl;
    }

    @DataBoundSetter
    public void setDashboardUrl(String dashboardUrl) {
        this.dashboardUrl = dashboardUrl;
    }

    /** Whether a job may deploy to this cluster, to one namespace at least. */
    public boolean allowsJob(String jobFullName) {
        return getAccessRules().stream().anyMatch(rule -> rule.matchesJob(jobFullName));
    }

    /** Whether a job may deploy to a namespace of this cluster. */
    public boolean allowsNamespace(String jobFullName, String name) {
        return findRule(jobFullName, name).isPresent();
    }

    /** The rule that decides about deploys of a job to a namespace; empty if the job may not deploy there. */
    public Optional<MatchedRule> findRule(String jobFullName, String name) {
        List<AccessRule> rules = getAccessRules();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(jobFullName, name, namespace)) {
                return Optional.of(new MatchedRule(rules.get(i), i + 1, this.name));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the rule that decides about deploys of a job to a namespace also decides about another namespace. An earlier
     * rule for the other namespace may be stricter.
     */
    boolean hasSameRule(String jobFullName, String name, String other) {
        Optional<Integer> number = findRule(jobFullName, name).map(MatchedRule::number);
        return number.isPresent() && number.equals(findRule(jobFullName, other).map(MatchedRule::number));
    }

    /** Like {@link #getListSecrets}, but returns false if the option is not set. */
    public boolean allowsListingSecrets() {
        return Boolean.TRUE.equals(listSecrets);
    }

    boolean supportsSctp() {
        return Boolean.TRUE.equals(sctp);
    }

    boolean usesInClusterAccount() {
        return Boolean.TRUE.equals(inCluster);
    }

    boolean usesProxy() {
        return Boolean.TRUE.equals(proxy);
    }

    /** A copy; the access rules are shared, because nothing changes a rule that was configured. */
    Cluster copy() {
        Cluster copy = new Cluster(name);
        copy.server = server;
        copy.caCertificate = caCertificate;
        copy.credentialsId = credentialsId;
        copy.inCluster = inCluster;
        copy.proxy = proxy;
        copy.namespace = namespace;
        copy.setAccessRules(accessRules);
        copy.listSecrets = listSecrets;
        copy.sctp = sctp;
        copy.dashboardUrl = dashboardUrl;
        return copy;
    }

    @Override
    public void check(ValidationContext context) {
        ClusterRules.check(this, context);
    }

    @Extension
    public static class DescriptorImpl extends ClusterFormDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.Cluster_DisplayName();
        }

        /** Tests the connection with the unsaved values of the form. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String server,
                @QueryParameter String caCertificate,
                @QueryParameter String credentialsId,
                @QueryParameter boolean inCluster,
                @QueryParameter boolean proxy,
                @QueryParameter String namespace,
                @QueryParameter boolean listSecrets) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            Cluster cluster = new Cluster(name);
            cluster.setServer(blankToNull(server));
            cluster.setCaCertificate(blankToNull(caCertificate));
            cluster.setCredentialsId(blankToNull(credentialsId));
            cluster.setInCluster(inCluster);
            cluster.setProxy(proxy);
            cluster.setNamespace(blankToNull(namespace));
            cluster.setListSecrets(listSecrets);
            return ConnectionTester.validateAndTest(cluster);
        }

        /** Shows the Role that an account needs in a namespace, for the unsaved values of the form. */
        @POST
        public FormValidation doShowRole(@QueryParameter String namespace, @QueryParameter boolean listSecrets) {
            return DocumentedRole.show(blankToNull(namespace), listSecrets);
        }

        private static String blankToNull(String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }
}
