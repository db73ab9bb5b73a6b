package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The value under a key of a config map. */
public final class ConfigMapKeyRef extends EnvSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.CONFIG_MAP)
    private final String name;

    @Text(TextRule.CONFIG_KEY)
    @Offers(Offer.KEY)
    private final String key;

    private Boolean optional;

    @DataBoundConstructor
    public ConfigMapKeyRef(String name, String key) {
        this.name = name;
        this.key = key;
    }

    public String getName() {
        return name;
    }

    public String getKey() {
        return key;
    }

    public Boolean getOptional() {
        return optional;
    }

    @DataBoundSetter
    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    @Extension(ordinal = 30)
    @Symbol("configMapKeyRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvSource> {
        @Override
        public String getDisplayName() {
            return Messages.ConfigMapKeyRef_DisplayName();
        }
    }
}
