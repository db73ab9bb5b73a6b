package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An existing PersistentVolumeClaim as a volume. */
@Named("persistentVolumeClaim")
public final class PersistentVolumeClaimVolume extends VolumeSource {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.PERSISTENT_VOLUME_CLAIM)
    private final String claimName;

    private Boolean readOnly;

    @DataBoundConstructor
    public PersistentVolumeClaimVolume(String claimName) {
        this.claimName = claimName;
    }

    public String getClaimName() {
        return claimName;
    }

    public Boolean getReadOnly() {
        return readOnly;
    }

    @DataBoundSetter
    public void setReadOnly(Boolean readOnly) {
        this.readOnly = readOnly;
    }

    @Extension(ordinal = 10)
    @Symbol("persistentVolumeClaim")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.PersistentVolumeClaimVolume_DisplayName();
        }
    }
}
