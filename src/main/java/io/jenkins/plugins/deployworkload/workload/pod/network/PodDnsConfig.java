package io.jenkins.plugins.deployworkload.workload.pod.network;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** DNS settings that are merged with those of the {@link DnsPolicy}. */
@OmitIfBlank
public class PodDnsConfig implements Describable<PodDnsConfig>, Section {

    /** The limits of the API, which are those of the resolver of the C library. */
    private static final int MAX_NAME_SERVERS = 3;

    private static final int MAX_SEARCHES = 32;

    /** In characters, with a space between two domains. */
    private static final int MAX_SEARCHES_LENGTH = 2048;

    @Text(TextRule.IP)
    private List<String> nameservers;

    @Text(TextRule.DNS_SEARCH)
    private List<String> searches;

    private List<PodDnsOption> options;

    @DataBoundConstructor
    public PodDnsConfig() {
        // All properties are optional.
    }

    public List<String> getNameservers() {
        return nameservers == null ? List.of() : nameservers;
    }

    @DataBoundSetter
    public void setNameservers(List<String> nameservers) {
        this.nameservers = new ArrayList<>(nameservers);
    }

    public List<String> getSearches() {
        return searches == null ? List.of() : searches;
    }

    @DataBoundSetter
    public void setSearches(List<String> searches) {
        this.searches = new ArrayList<>(searches);
    }

    public List<PodDnsOption> getOptions() {
        return options == null ? List.of() : options;
    }

    @DataBoundSetter
    public void setOptions(List<PodDnsOption> options) {
        this.options = new ArrayList<>(options);
    }

    @Override
    public void check(ValidationContext context) {
        if (getNameservers().size() > MAX_NAME_SERVERS) {
            context.addProblem(
                    "nameservers",
                    Messages.PodDnsConfig_TooMany(getNameservers().size(), MAX_NAME_SERVERS));
        }
        if (getSearches().size() > MAX_SEARCHES) {
            context.addProblem(
                    "searches", Messages.PodDnsConfig_TooMany(getSearches().size(), MAX_SEARCHES));
        } else if (String.join(" ", getSearches()).length() > MAX_SEARCHES_LENGTH) {
            context.addProblem(
                    "searches", Messages.PodDnsConfig_SearchesTooLong(Integer.toString(MAX_SEARCHES_LENGTH)));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodDnsConfig> {
        @Override
        public String getDisplayName() {
            return Messages.PodDnsConfig_DisplayName();
        }
    }
}
