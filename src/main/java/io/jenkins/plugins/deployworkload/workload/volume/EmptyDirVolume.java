package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A directory that is empty at first and is deleted with its pod. */
@Named("emptyDir")
public final class EmptyDirVolume extends VolumeSource {

    private StorageMedium medium;

    @Text(TextRule.BYTES)
    private String sizeLimit;

    @DataBoundConstructor
    public EmptyDirVolume() {
        // All properties are optional.
    }

    public StorageMedium getMedium() {
        return medium;
    }

    @DataBoundSetter
    public void setMedium(StorageMedium medium) {
        this.medium = medium;
    }

    public String getSizeLimit() {
        return sizeLimit;
    }

    @DataBoundSetter
    public void setSizeLimit(String sizeLimit) {
        this.sizeLimit = sizeLimit;
    }

    @Extension(ordinal = 50)
    @Symbol("emptyDir")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.EmptyDirVolume_DisplayName();
        }
    }
}
