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

/** The value of a key of a ConfigMap. */
public final class ConfigMapKeyRef extends EnvVarSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.CONFIG_MAP)
    private final String name;

    @Text(TextRule.CONFIG_KEY)
    @SuggestedValues(SuggestionKind.CONFIG_KEY)
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
    public static class DescriptorImpl extends SectionDescriptor<EnvVarSource> {
        @Override
        public String getDisplayName() {
            return Messages.ConfigMapKeyRef_DisplayName();
        }
    }
}
