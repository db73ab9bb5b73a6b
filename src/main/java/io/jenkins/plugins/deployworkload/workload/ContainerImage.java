package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The image of one container or init container, in the place of the one that its description names. */
public final class ContainerImage implements Describable<ContainerImage>, Section {

    @Text(TextRule.DNS_LABEL)
    private String workload;

    @Text(TextRule.DNS_LABEL)
    private final String container;

    private final ImageSource image;

    @DataBoundConstructor
    public ContainerImage(String container, ImageSource image) {
        this.container = container;
        this.image = image;
    }

    /** The workload's name; null where only one of the workloads has such a container. */
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
    public static class DescriptorImpl extends SectionDescriptor<ContainerImage> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerImage_DisplayName();
        }
    }
}
