package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What holds for all containers of a pod. */
@BlankIsNothing
public class PodSecurity implements Describable<PodSecurity>, Section {

    @Range
    private Long fsGroup;

    @DataBoundConstructor
    public PodSecurity() {
        // Nothing is required.
    }

    public Long getFsGroup() {
        return fsGroup;
    }

    @DataBoundSetter
    public void setFsGroup(Long fsGroup) {
        this.fsGroup = fsGroup;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodSecurity> {
        @Override
        public String getDisplayName() {
            return Messages.PodSecurity_DisplayName();
        }
    }
}
