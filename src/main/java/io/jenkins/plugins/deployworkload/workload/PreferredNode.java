package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import org.kohsuke.stapler.DataBoundConstructor;

/** A node that is better than others, and by how much. */
public class PreferredNode implements Describable<PreferredNode>, Section {

    @Range(min = 1, max = 100)
    private final Integer weight;

    private final NodeSelectorTerm preference;

    @DataBoundConstructor
    public PreferredNode(Integer weight, NodeSelectorTerm preference) {
        this.weight = weight;
        this.preference = preference;
    }

    public Integer getWeight() {
        return weight;
    }

    public NodeSelectorTerm getPreference() {
        return preference;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PreferredNode> {
        @Override
        public String getDisplayName() {
            return Messages.PreferredNode_DisplayName();
        }
    }
}
