package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Overrides the image of one container or init container. */
public final class ImageOverride implements Describable<ImageOverride>, Section {

    @Text(TextRule.WORKLOAD_NAME)
    private String workload;

    @Text(TextRule.DNS_LABEL)
    private final String container;

    private final ImageSource image;

    @DataBoundConstructor
    public ImageOverride(String container, ImageSource image) {
        this.container = container;
        this.image = image;
    }

    /** The name of the workload; null if only one workload has a container of this name. */
    public String getWorkload() {
        return workload;
    }

    @DataBoundSetter
    public void setWorkload(String workload) {
        this.workload = workload;
    }

    public String getContainer() {
        return container;
    }

    public ImageSource getImage() {
        return image;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ImageOverride> {
        @Override
        public String getDisplayName() {
            return Messages.ImageOverride_DisplayName();
        }
    }
}
