package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The value under a key of a secret. */
public final class SecretKeyRef extends EnvSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.SECRET)
    private final String name;

    @Text(TextRule.CONFIG_KEY)
    @Offers(Offer.KEY)
    private final String key;

    private Boolean optional;

    @DataBoundConstructor
    public SecretKeyRef(String name, String key) {
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

    @Extension(ordinal = 40)
    @Symbol("secretKeyRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvSource> {
        @Override
        public String getDisplayName() {
            return Messages.SecretKeyRef_DisplayName();
        }
    }
}
