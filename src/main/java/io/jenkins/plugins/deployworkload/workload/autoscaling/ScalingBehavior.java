package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How fast the autoscaler scales up and down. */
@OmitIfBlank
public class ScalingBehavior implements Describable<ScalingBehavior>, Section {

    private ScalingRules scaleUp;

    private ScalingRules scaleDown;

    @DataBoundConstructor
    public ScalingBehavior() {
        // All properties are optional.
    }

    public ScalingRules getScaleUp() {
        return scaleUp;
    }

    @DataBoundSetter
    public void setScaleUp(ScalingRules scaleUp) {
        this.scaleUp = scaleUp;
    }

    public ScalingRules getScaleDown() {
        return scaleDown;
    }

    @DataBoundSetter
    public void setScaleDown(ScalingRules scaleDown) {
        this.scaleDown = scaleDown;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ScalingBehavior> {
        @Override
        public String getDisplayName() {
            return Messages.ScalingBehavior_DisplayName();
        }
    }
}
