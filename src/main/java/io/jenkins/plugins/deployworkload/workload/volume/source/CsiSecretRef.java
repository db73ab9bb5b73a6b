package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** The Secret that a CSI driver receives. */
@OmitIfBlank
public class CsiSecretRef implements Describable<CsiSecretRef>, Section {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.SECRET)
    private final String name;

    @DataBoundConstructor
    public CsiSecretRef(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<CsiSecretRef> {
        @Override
        public String getDisplayName() {
            return Messages.CsiSecretRef_DisplayName();
        }
    }
}
