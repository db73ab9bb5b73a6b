package io.jenkins.plugins.deployworkload.cluster.registries;

import hudson.Extension;
import hudson.model.Describable;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.cluster.access.JobPattern;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A registry that the plugin may ask for images. Administrators configure registries in the global configuration of
 * Jenkins; no other registry is asked.
 */
public class ContainerRegistry implements Describable<ContainerRegistry>, Section {

    private final String address;

    private String caCertificate;

    private String credentialsId;

    private List<String> jobs;

    private List<String> tokenHosts;

    private List<String> storageHosts;

    // A cleared checkbox is stored as null, so that an exported configuration contains only selected checkboxes.
    private Boolean proxy;

    private Boolean mirrored;

    @DataBoundConstructor
    public ContainerRegistry(String address) {
        this.address = address;
    }

    /** The registry as image references name it, such as {@code registry.example.com:5000}; see {@link RegistryAddress}. */
    public String getAddress() {
        return address;
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
     * The ID of a credential with user name and password, from the credentials of Jenkins itself; {@code null} to read
     * without a login.
     */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
    }

    /** Patterns of the full names of the jobs that may use the registry; see {@link JobPattern}. By default, none may. */
    public List<String> getJobs() {
        return orEmpty(jobs);
    }

    @DataBoundSetter
    public void setJobs(List<String> jobs) {
        this.jobs = strip(jobs);
    }

    /** Other hosts that may serve the tokens of the registry, and so receive the credential. By default, none may. */
    public List<String> getTokenHosts() {
        return orEmpty(tokenHosts);
    }

    @DataBoundSetter
    public void setTokenHosts(List<String> tokenHosts) {
        this.tokenHosts = strip(tokenHosts);
    }

    /**
     * Other hosts to which the registry may redirect requests for the configuration of an image. By default, it may not,
     * and the date of its images stays unknown.
     */
    public List<String> getStorageHosts() {
        return orEmpty(storageHosts);
    }

    @DataBoundSetter
    public void setStorageHosts(List<String> storageHosts) {
        this.storageHosts = strip(storageHosts);
    }

    /** Whether connections use the proxy of the Jenkins configuration. */
    public Boolean getProxy() {
        return proxy;
    }

    @DataBoundSetter
    public void setProxy(Boolean proxy) {
        this.proxy = Boolean.TRUE.equals(proxy) ? proxy : null;
    }

    /** Whether nodes may pull from a mirror, so that an image that the registry does not have does not end a deploy. */
    public Boolean getMirrored() {
        return mirrored;
    }

    @DataBoundSetter
    public void setMirrored(Boolean mirrored) {
        this.mirrored = Boolean.TRUE.equals(mirrored) ? mirrored : null;
    }

    /** Whether a job may use the registry. */
    public boolean allowsJob(String jobFullName) {
        return getJobs().stream().anyMatch(pattern -> JobPattern.matches(pattern, jobFullName));
    }

    /** The address; empty if it is invalid. */
    Optional<RegistryAddress> parsedAddress() {
        return RegistryAddress.parse(address);
    }

    /** The name by which two registries are the same. */
    public String normalizedName() {
        return parsedAddress().map(RegistryAddress::name).orElse(String.valueOf(address));
    }

    /** A copy, so that callers cannot change the configuration. */
    public ContainerRegistry copy() {
        ContainerRegistry copy = new ContainerRegistry(address);
        copy.caCertificate = caCertificate;
        copy.credentialsId = credentialsId;
        copy.jobs = strip(jobs);
        copy.tokenHosts = strip(tokenHosts);
        copy.storageHosts = strip(storageHosts);
        copy.proxy = proxy;
        copy.mirrored = mirrored;
        return copy;
    }

    @Override
    public void check(ValidationContext context) {
        RegistryRules.check(this, context);
    }

    private static List<String> orEmpty(List<String> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    private static List<String> strip(List<String> list) {
        return list == null || list.isEmpty()
                ? null
                : new ArrayList<>(list.stream()
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .toList());
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ContainerRegistry> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerRegistry_DisplayName();
        }

        /** The choices of the credential field: user names with passwords from the credentials of Jenkins itself. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String credentialsId, @QueryParameter String address) {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    ? RegistryCredentials.ofJenkins(address, credentialsId)
                    : RegistryCredentials.currentOnly(credentialsId);
        }

        /** Tests the connection with the unsaved values of the form. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String address,
                @QueryParameter String caCertificate,
                @QueryParameter String credentialsId,
                @QueryParameter boolean proxy) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ContainerRegistry registry = new ContainerRegistry(blankToNull(address));
            registry.setCaCertificate(blankToNull(caCertificate));
            registry.setCredentialsId(blankToNull(credentialsId));
            // A button of a form cannot send the rows of a list, so the saved ones count.
            ConfiguredRegistries.all().stream()
                    .filter(saved -> saved.normalizedName().equals(registry.normalizedName()))
                    .findFirst()
                    .ifPresent(saved -> registry.setTokenHosts(saved.getTokenHosts()));
            registry.setProxy(proxy);
            return RegistryConnectionTester.validateAndTest(registry);
        }

        private static String blankToNull(String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }
}
