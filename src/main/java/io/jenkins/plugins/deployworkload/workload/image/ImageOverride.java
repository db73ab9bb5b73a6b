package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Overrides the image of one container or init container; in manifests, also all images with a name. */
public final class ImageOverride implements Describable<ImageOverride>, Section {

    @Text(TextRule.WORKLOAD_NAME)
    private String workload;

    @Text(TextRule.DNS_LABEL)
    private String container;

    @Text(TextRule.IMAGE)
    private String name;

    private final ImageSource image;

    @DataBoundConstructor
    public ImageOverride(ImageSource image) {
        this.image = image;
    }

    public ImageOverride(String container, ImageSource image) {
        this(image);
        this.container = container;
    }

    /** The name of the workload; null if only one workload has a container of this name. */
    public String getWorkload() {
        return workload;
    }

    @DataBoundSetter
    public void setWorkload(String workload) {
        this.workload = workload;
    }

    /** The name of the container; null if the name of the image is given. */
    public String getContainer() {
        return container;
    }

    @DataBoundSetter
    public void setContainer(String container) {
        this.container = container;
    }

    /** The name of the images in manifests, without tag and digest; null if the container is given. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    public ImageSource getImage() {
        return image;
    }

    @Override
    public void check(ValidationContext context) {
        if (container == null && name == null) {
            context.addProblem("container", Messages.ImageOverride_required());
        } else if (container != null && name != null) {
            context.addProblem("name", Messages.ImageOverride_both());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ImageOverride> {
        @Override
        public String getDisplayName() {
            return Messages.ImageOverride_DisplayName();
        }
    }
}
