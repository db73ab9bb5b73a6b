package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Every entry of a secret. */
public final class SecretRef extends EnvFromSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.SECRET)
    private final String name;

    private Boolean optional;

    @DataBoundConstructor
    public SecretRef(String name) {
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

    @Extension(ordinal = 20)
    @Symbol("secretRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvFromSource> {
        @Override
        public String getDisplayName() {
            return Messages.SecretRef_DisplayName();
        }
    }
}
