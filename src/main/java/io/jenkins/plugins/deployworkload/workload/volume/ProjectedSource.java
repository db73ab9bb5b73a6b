package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** One of the sources that a projected volume combines. */
public class ProjectedSource implements Describable<ProjectedSource>, Section {

    @Unwrapped
    private final Projection source;

    @DataBoundConstructor
    public ProjectedSource(Projection source) {
        this.source = source;
    }

    public Projection getSource() {
        return source;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ProjectedSource> {
        @Override
        public String getDisplayName() {
            return Messages.ProjectedSource_DisplayName();
        }
    }
}
