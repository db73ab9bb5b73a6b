package io.jenkins.plugins.deployworkload.workload.patch;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The object that a patch changes. */
@OmitIfBlank
public class PatchTarget implements Describable<PatchTarget>, Section {

    private final String kind;

    private String name;

    @DataBoundConstructor
    public PatchTarget(String kind) {
        this.kind = kind;
    }

    public String getKind() {
        return kind;
    }

    /** Null if the workload has only one object of the kind. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PatchTarget> {
        @Override
        public String getDisplayName() {
            return Messages.PatchTarget_DisplayName();
        }
    }
}
