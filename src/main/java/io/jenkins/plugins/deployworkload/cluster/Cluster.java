package io.jenkins.plugins.deployworkload.cluster;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Extension;
import hudson.model.Describable;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Kubernetes cluster that jobs may deploy to, as an administrator configures it once. */
public class Cluster implements Describable<Cluster>, Section {

    @Text(TextRule.DNS_SUBDOMAIN)
    private final String name;

    private final String server;

    private String caCertificate;

    private String credentialsId;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    private List<String> allowedJobs;

    @DataBoundConstructor
    public Cluster(String name, String server) {
        this.name = name;
        this.server = server;
    }

    public String getName() {
        return name;
    }

    /** The address of the API server, such as {@code https://10.0.0.1:6443}. */
    public String getServer() {
        return server;
    }

    /** The certificates, in PEM, that the API server's own must be signed by; null for those that Java trusts. */
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = caCertificate;
    }

    /** The ID of a secret text in Jenkins' own credentials: the token of the account that deploys. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
    }

    /** Where a job deploys to that names no namespace. */
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    /** Patterns of the full names of jobs that may use this cluster; see {@link JobPattern}. Nobody, until said. */
    public List<String> getAllowedJobs() {
        return allowedJobs == null ? List.of() : allowedJobs;
    }

    @DataBoundSetter
    public void setAllowedJobs(List<String> allowedJobs) {
        this.allowedJobs = allowedJobs == null ? List.of() : new ArrayList<>(allowedJobs);
    }

    /** Whether a job may deploy to this cluster. */
    public boolean allows(String jobFullName) {
        return getAllowedJobs().stream().anyMatch(pattern -> JobPattern.matches(pattern, jobFullName));
    }

    @Override
    public void check(Report report) {
        if (server != null && !server.isBlank() && !isHttps(server)) {
            report.problem("server", Messages.Cluster_Server(server));
        }
        if (caCertificate != null && !caCertificate.contains("-----BEGIN CERTIFICATE-----")) {
            report.problem("caCertificate", Messages.Cluster_CaCertificate());
        }
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = new URI(address.trim());
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Cluster> {
        @Override
        public String getDisplayName() {
            return Messages.Cluster_DisplayName();
        }

        /** The secret texts that Jenkins itself may use for this address. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String credentialsId, @QueryParameter String server) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return items.includeCurrentValue(credentialsId);
            }
            return items.includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            Jenkins.get(),
                            StringCredentials.class,
                            URIRequirementBuilder.fromUri(server).build(),
                            CredentialsMatchers.always())
                    .includeCurrentValue(credentialsId);
        }
    }

    /** The token of the configured credential, or null where there is none of this ID. */
    StringCredentials credential() {
        return CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StringCredentials.class,
                        Jenkins.get(),
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(server).build()),
                CredentialsMatchers.withId(credentialsId));
    }
}
