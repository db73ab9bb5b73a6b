package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A file with a field of the pod or a resource of a container. */
public class DownwardApiFile implements Describable<DownwardApiFile>, Section {

    @Text(TextRule.FILE_PATH)
    private final String path;

    @Unwrapped
    private final DownwardApiSource source;

    @Text(TextRule.MODE)
    private String mode;

    @DataBoundConstructor
    public DownwardApiFile(String path, DownwardApiSource source) {
        this.path = path;
        this.source = source;
    }

    public String getPath() {
        return path;
    }

    public DownwardApiSource getSource() {
        return source;
    }

    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = mode;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<DownwardApiFile> {
        @Override
        public String getDisplayName() {
            return Messages.DownwardApiFile_DisplayName();
        }
    }
}
