package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The entries of a Secret as files. */
@Named("secret")
public final class SecretVolume extends VolumeSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.SECRET)
    private final String secretName;

    private List<KeyToPath> items;

    @Text(TextRule.MODE)
    private String defaultMode;

    private Boolean optional;

    @DataBoundConstructor
    public SecretVolume(String secretName) {
        this.secretName = secretName;
    }

    public String getSecretName() {
        return secretName;
    }

    public List<KeyToPath> getItems() {
        return items == null ? List.of() : items;
    }

    @DataBoundSetter
    public void setItems(List<KeyToPath> items) {
        this.items = new ArrayList<>(items);
    }

    public String getDefaultMode() {
        return defaultMode;
    }

    @DataBoundSetter
    public void setDefaultMode(String defaultMode) {
        this.defaultMode = defaultMode;
    }

    public Boolean getOptional() {
        return optional;
    }

    @DataBoundSetter
    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    @Extension(ordinal = 20)
    @Symbol("secret")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.SecretVolume_DisplayName();
        }
    }
}
