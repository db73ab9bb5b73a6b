package io.jenkins.plugins.deployworkload.cluster.access;

import hudson.Extension;
import hudson.model.Describable;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A rule for the deploys of some jobs to some namespaces of a cluster. The rules are ordered: the first rule that
 * {@linkplain #matches matches} a deploy decides alone. A property that is not set has a default, which the descriptions
 * of the getters state.
 */
public class AccessRule implements Describable<AccessRule>, Section {

    private final List<String> jobs;

    private List<String> namespaces;

    private PodSecurityStandard podSecurity;

    private List<String> images;

    // A cleared checkbox is stored as null, so that an exported configuration contains only selected checkboxes.
    private Boolean requireDigests;

    private List<String> kinds;

    private List<String> serviceAccounts;

    private List<AllowedServiceType> serviceTypes;

    private List<String> referencedNamespaces;

    private List<AllowedOption> options;

    private PullRequests pullRequests;

    private OwnerScope owner;

    private Boolean containerLogs;

    private Boolean jobCredentials;

    @DataBoundConstructor
    public AccessRule(List<String> jobs) {
        this.jobs = strip(jobs);
    }

    /** Patterns of the full names of the jobs that the rule is for; see {@link JobPattern}. At least one. */
    public List<String> getJobs() {
        return orEmpty(jobs);
    }

    /**
     * Patterns of the namespaces that the rule is for; see {@link NamespacePattern}. By default, the rule is for the
     * default namespace of the cluster.
     */
    public List<String> getNamespaces() {
        return orEmpty(namespaces);
    }

    @DataBoundSetter
    public void setNamespaces(List<String> namespaces) {
        this.namespaces = strip(namespaces);
    }

    /** The standard that all pods must meet; {@code null} for {@code baseline}. */
    public PodSecurityStandard getPodSecurity() {
        return podSecurity;
    }

    @DataBoundSetter
    public void setPodSecurity(PodSecurityStandard podSecurity) {
        this.podSecurity = podSecurity;
    }

    /** Patterns of the repositories that images may come from. By default, images may come from anywhere. */
    public List<String> getImages() {
        return orEmpty(images);
    }

    @DataBoundSetter
    public void setImages(List<String> images) {
        this.images = strip(images);
    }

    /** Whether each image must have a digest. By default, a tag is enough. */
    public Boolean getRequireDigests() {
        return requireDigests;
    }

    @DataBoundSetter
    public void setRequireDigests(Boolean requireDigests) {
        this.requireDigests = Boolean.TRUE.equals(requireDigests) ? requireDigests : null;
    }

    /** Patterns of the kinds of objects; by default, the kinds that the word {@code default} stands for. */
    public List<String> getKinds() {
        return orEmpty(kinds);
    }

    @DataBoundSetter
    public void setKinds(List<String> kinds) {
        this.kinds = strip(kinds);
    }

    /**
     * Patterns of the names of service accounts that pods may use and that may be deployed. By default, pods may use all
     * accounts of the namespace.
     */
    public List<String> getServiceAccounts() {
        return orEmpty(serviceAccounts);
    }

    @DataBoundSetter
    public void setServiceAccounts(List<String> serviceAccounts) {
        this.serviceAccounts = strip(serviceAccounts);
    }

    /** The allowed types of Services. By default, all types are allowed, but not {@code externalIPs}. */
    public List<AllowedServiceType> getServiceTypes() {
        return serviceTypes == null ? List.of() : serviceTypes;
    }

    @DataBoundSetter
    public void setServiceTypes(List<AllowedServiceType> serviceTypes) {
        this.serviceTypes = copy(serviceTypes);
    }

    /**
     * Patterns of the other namespaces that objects may refer to, in addition to the namespaces that the rule is for. By
     * default, there are none.
     */
    public List<String> getReferencedNamespaces() {
        return orEmpty(referencedNamespaces);
    }

    @DataBoundSetter
    public void setReferencedNamespaces(List<String> referencedNamespaces) {
        this.referencedNamespaces = strip(referencedNamespaces);
    }

    /** The options of the step that jobs may use and that need a permission. By default, jobs may use none of them. */
    public List<AllowedOption> getOptions() {
        return options == null ? List.of() : options;
    }

    @DataBoundSetter
    public void setOptions(List<AllowedOption> options) {
        this.options = copy(options);
    }

    /** Which jobs of pull requests the rule allows to deploy; {@code null} for none. */
    public PullRequests getPullRequests() {
        return pullRequests;
    }

    @DataBoundSetter
    public void setPullRequests(PullRequests pullRequests) {
        this.pullRequests = pullRequests;
    }

    /** Which jobs own an application together; {@code null} for each job by itself. */
    public OwnerScope getOwner() {
        return owner;
    }

    @DataBoundSetter
    public void setOwner(OwnerScope owner) {
        this.owner = owner;
    }

    /** Whether deploys may read the logs of containers, which the build log then shows; {@code null} for yes. */
    public Boolean getContainerLogs() {
        return containerLogs;
    }

    @DataBoundSetter
    public void setContainerLogs(Boolean containerLogs) {
        this.containerLogs = containerLogs;
    }

    /** Whether jobs may deploy with credentials of their own; {@code null} for yes. */
    public Boolean getJobCredentials() {
        return jobCredentials;
    }

    @DataBoundSetter
    public void setJobCredentials(Boolean jobCredentials) {
        this.jobCredentials = jobCredentials;
    }

    /** Whether the rule is for a job, in any namespace. */
    public boolean matchesJob(String jobFullName) {
        return getJobs().stream().anyMatch(pattern -> JobPattern.matches(pattern, jobFullName));
    }

    /**
     * Whether the rule is for a namespace, with any job.
     *
     * @param defaultNamespace the default namespace of the cluster; {@code null} if there is none
     */
    public boolean matchesNamespace(String namespace, String defaultNamespace) {
        return getNamespaces().isEmpty()
                ? namespace.equals(defaultNamespace)
                : getNamespaces().stream().anyMatch(pattern -> NamespacePattern.matches(pattern, namespace));
    }

    /**
     * Whether the rule decides about deploys of a job to a namespace, unless an earlier rule does.
     *
     * @param defaultNamespace see {@link #matchesNamespace}
     */
    public boolean matches(String jobFullName, String namespace, String defaultNamespace) {
        return matchesJob(jobFullName) && matchesNamespace(namespace, defaultNamespace);
    }

    public PodSecurityStandard effectivePodSecurity() {
        return Objects.requireNonNullElse(podSecurity, PodSecurityStandard.baseline);
    }

    public PullRequests effectivePullRequests() {
        return Objects.requireNonNullElse(pullRequests, PullRequests.none);
    }

    public OwnerScope effectiveOwner() {
        return Objects.requireNonNullElse(owner, OwnerScope.job);
    }

    public boolean requiresDigests() {
        return Boolean.TRUE.equals(requireDigests);
    }

    public boolean allowsContainerLogs() {
        return !Boolean.FALSE.equals(containerLogs);
    }

    public boolean allowsJobCredentials() {
        return !Boolean.FALSE.equals(jobCredentials);
    }

    private static List<String> orEmpty(List<String> list) {
        return list == null ? List.of() : list;
    }

    /**
     * Removes the white space around each pattern. Returns an ArrayList, because Jenkins saves an ArrayList as plain
     * XML, but not other lists.
     */
    private static List<String> strip(List<String> patterns) {
        return patterns == null
                ? null
                : new ArrayList<>(patterns.stream()
                        .map(pattern -> pattern == null ? null : pattern.strip())
                        .toList());
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? null : new ArrayList<>(list);
    }

    @Override
    public void check(ValidationContext context) {
        AccessRuleCheck.check(this, context);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<AccessRule> {
        @Override
        public String getDisplayName() {
            return Messages.AccessRule_DisplayName();
        }

        /** Checks one pattern of the list. */
        @POST
        public FormValidation doCheckJobs(@QueryParameter String value) {
            return BroadPatterns.checkJobs(value);
        }

        /** Checks one pattern of the list. */
        @POST
        public FormValidation doCheckNamespaces(@QueryParameter String value) {
            return BroadPatterns.checkNamespaces(value);
        }
    }
}
