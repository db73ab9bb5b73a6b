package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A volume that the containers of the pod can mount. */
public class Volume implements Describable<Volume>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    @Unwrapped
    private final VolumeSource source;

    @DataBoundConstructor
    public Volume(String name, VolumeSource source) {
        this.name = name;
        this.source = source;
    }

    public String getName() {
        return name;
    }

    public VolumeSource getSource() {
        return source;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Volume> {
        @Override
        public String getDisplayName() {
            return Messages.Volume_DisplayName();
        }
    }
}
