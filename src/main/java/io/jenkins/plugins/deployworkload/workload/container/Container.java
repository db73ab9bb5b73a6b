package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import org.kohsuke.stapler.DataBoundConstructor;

/** A container of the workload's pods. */
public class Container extends ContainerBase implements Describable<Container> {

    @DataBoundConstructor
    public Container(String name, ImageSource image) {
        super(name, image);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Container> {
        @Override
        public String getDisplayName() {
            return Messages.Container_DisplayName();
        }
    }
}
