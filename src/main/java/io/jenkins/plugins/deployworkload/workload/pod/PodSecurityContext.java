package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The security context of a pod, for all its containers. */
@OmitIfBlank
public class PodSecurityContext implements Describable<PodSecurityContext>, Section {

    @Range
    private Long fsGroup;

    @DataBoundConstructor
    public PodSecurityContext() {
        // All properties are optional.
    }

    public Long getFsGroup() {
        return fsGroup;
    }

    @DataBoundSetter
    public void setFsGroup(Long fsGroup) {
        this.fsGroup = fsGroup;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodSecurityContext> {
        @Override
        public String getDisplayName() {
            return Messages.PodSecurityContext_DisplayName();
        }
    }
}
