package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A directory of an NFS server. */
@Named("nfs")
public final class NfsVolume extends VolumeSource {

    @Text(TextRule.HOST)
    private final String server;

    @Text(TextRule.ABSOLUTE_PATH)
    private final String path;

    private Boolean readOnly;

    @DataBoundConstructor
    public NfsVolume(String server, String path) {
        this.server = server;
        this.path = path;
    }

    public String getServer() {
        return server;
    }

    public String getPath() {
        return path;
    }

    public Boolean getReadOnly() {
        return readOnly;
    }

    @DataBoundSetter
    public void setReadOnly(Boolean readOnly) {
        this.readOnly = readOnly;
    }

    @Extension(ordinal = 4)
    @Symbol("nfs")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.NfsVolume_DisplayName();
        }
    }
}
