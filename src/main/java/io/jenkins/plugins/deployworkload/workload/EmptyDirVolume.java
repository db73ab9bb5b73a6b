package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Named;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An empty directory that lives as long as the pod. */
@Named("emptyDir")
public final class EmptyDirVolume extends VolumeSource {

    private Medium medium;

    @Text(TextRule.BYTES)
    private String sizeLimit;

    @DataBoundConstructor
    public EmptyDirVolume() {
        // Nothing is required.
    }

    public Medium getMedium() {
        return medium;
    }

    @DataBoundSetter
    public void setMedium(Medium medium) {
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
