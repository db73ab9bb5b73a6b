package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A file or directory of the node. */
@Named("hostPath")
public final class HostPathVolume extends VolumeSource {

    @Text(TextRule.HOST_PATH)
    private final String path;

    private HostPathType type;

    @DataBoundConstructor
    public HostPathVolume(String path) {
        this.path = path;
    }

    public String getPath() {
        return path;
    }

    public HostPathType getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(HostPathType type) {
        this.type = type;
    }

    @Extension(ordinal = 40)
    @Symbol("hostPath")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.HostPathVolume_DisplayName();
        }
    }
}
