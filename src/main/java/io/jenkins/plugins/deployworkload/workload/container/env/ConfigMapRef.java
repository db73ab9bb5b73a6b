package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** All entries of a ConfigMap. */
public final class ConfigMapRef extends EnvFromSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.CONFIG_MAP)
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
