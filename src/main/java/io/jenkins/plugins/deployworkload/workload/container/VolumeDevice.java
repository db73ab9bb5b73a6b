package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A block device of a volume in a container. */
public class VolumeDevice implements Describable<VolumeDevice>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    @Text(TextRule.HOST_PATH)
    private final String devicePath;

    @DataBoundConstructor
    public VolumeDevice(String name, String devicePath) {
        this.name = name;
        this.devicePath = devicePath;
    }

    public String getName() {
        return name;
    }

    public String getDevicePath() {
        return devicePath;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<VolumeDevice> {
        @Override
        public String getDisplayName() {
            return Messages.VolumeDevice_DisplayName();
        }
    }
}
