package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Rules that require or prefer nodes by their labels. */
@OmitIfBlank
public class NodeAffinity implements Describable<NodeAffinity>, Section {

    private NodeSelector requiredDuringSchedulingIgnoredDuringExecution;

    private List<PreferredSchedulingTerm> preferredDuringSchedulingIgnoredDuringExecution;

    @DataBoundConstructor
    public NodeAffinity() {
        // All properties are optional.
    }

    public NodeSelector getRequiredDuringSchedulingIgnoredDuringExecution() {
        return requiredDuringSchedulingIgnoredDuringExecution;
    }

    @DataBoundSetter
    public void setRequiredDuringSchedulingIgnoredDuringExecution(
            NodeSelector requiredDuringSchedulingIgnoredDuringExecution) {
        this.requiredDuringSchedulingIgnoredDuringExecution = requiredDuringSchedulingIgnoredDuringExecution;
    }

    public List<PreferredSchedulingTerm> getPreferredDuringSchedulingIgnoredDuringExecution() {
        return preferredDuringSchedulingIgnoredDuringExecution == null
                ? List.of()
                : preferredDuringSchedulingIgnoredDuringExecution;
    }

    @DataBoundSetter
    public void setPreferredDuringSchedulingIgnoredDuringExecution(
            List<PreferredSchedulingTerm> preferredDuringSchedulingIgnoredDuringExecution) {
        this.preferredDuringSchedulingIgnoredDuringExecution =
                new ArrayList<>(preferredDuringSchedulingIgnoredDuringExecution);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<NodeAffinity> {
        @Override
        public String getDisplayName() {
            return Messages.NodeAffinity_DisplayName();
        }
    }
}
