package io.jenkins.plugins.deployworkload.cluster;

import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedOption;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedServiceType;
import io.jenkins.plugins.deployworkload.cluster.access.PodSecurityStandard;
import io.jenkins.plugins.deployworkload.cluster.access.PullRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The properties of the earlier form of a cluster's configuration, which had patterns of jobs and of namespaces only.
 * Stored configurations and Configuration as Code may still contain them. They are converted to one access rule, which
 * allows what the earlier form allowed, which is everything: with the defaults of new rules, an upgrade would stop deploys
 * that administrators have allowed. The rule says so openly, so that administrators can restrict it.
 */
public abstract class EarlierClusterProperties {

    private static final Logger LOGGER = Logger.getLogger(EarlierClusterProperties.class.getName());

    private static final List<String> ALL = List.of("*");

    /** Read from stored configurations, but not written. */
    private transient List<String> allowedJobs;

    private transient List<String> allowedNamespaces;

    public abstract String getName();

    public abstract String getNamespace();

    /** Always {@code null}; Configuration as Code requires a getter. */
    public List<String> getAllowedJobs() {
        return null;
    }

    @DataBoundSetter
    public void setAllowedJobs(List<String> allowedJobs) {
        this.allowedJobs = allowedJobs;
    }

    /** Always {@code null}; Configuration as Code requires a getter. */
    public List<String> getAllowedNamespaces() {
        return null;
    }

    @DataBoundSetter
    public void setAllowedNamespaces(List<String> allowedNamespaces) {
        this.allowedNamespaces = allowedNamespaces;
    }

    boolean hasEarlierProperties() {
        return allowedJobs != null || allowedNamespaces != null;
    }

    /** One rule that allows what the earlier form allowed; empty without properties of the earlier form. */
    Optional<List<AccessRule>> migratedRules() {
        if (!hasEarlierProperties()) {
            return Optional.empty();
        }
        if (allowedJobs == null || allowedJobs.isEmpty()) {
            // No job could use the cluster.
            return Optional.of(List.of());
        }
        AccessRule rule = new AccessRule(allowedJobs);
        if (allowedNamespaces != null && !allowedNamespaces.isEmpty()) {
            List<String> namespaces = new ArrayList<>(allowedNamespaces);
            if (getNamespace() != null) {
                namespaces.addFirst(getNamespace());
            }
            rule.setNamespaces(namespaces);
        }
        rule.setPodSecurity(PodSecurityStandard.privileged);
        rule.setKinds(ALL);
        rule.setServiceTypes(Arrays.asList(AllowedServiceType.values()));
        rule.setReferencedNamespaces(ALL);
        rule.setOptions(List.of(AllowedOption.adopt, AllowedOption.forceConflicts));
        rule.setPullRequests(PullRequests.all);
        LOGGER.warning(() -> "Cluster " + getName() + ": allowedJobs and allowedNamespaces were converted to an access"
                + " rule that allows what they allowed: privileged pods, all kinds of objects and all pull requests."
                + " Restrict the rule to what the jobs need.");
        return Optional.of(List.of(rule));
    }
}
