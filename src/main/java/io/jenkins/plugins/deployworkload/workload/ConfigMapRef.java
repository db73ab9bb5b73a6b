package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Every entry of a config map. */
public final class ConfigMapRef extends EnvFromSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.CONFIG_MAP)
    private final String name;

    private Boolean optional;

    @DataBoundConstructor
    public ConfigMapRef(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public Boolean getOptional() {
        return optional;
    }

    @DataBoundSetter
    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    @Extension(ordinal = 10)
    @Symbol("configMapRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvFromSource> {
        @Override
        public String getDisplayName() {
            return Messages.ConfigMapRef_DisplayName();
        }
    }
}
