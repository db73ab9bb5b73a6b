package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** Prefers nodes that match a term, with a weight from 1 to 100. */
public class PreferredSchedulingTerm implements Describable<PreferredSchedulingTerm>, Section {

    @Range(min = 1, max = 100)
    private final Integer weight;

    private final NodeSelectorTerm preference;

    @DataBoundConstructor
    public PreferredSchedulingTerm(Integer weight, NodeSelectorTerm preference) {
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
    public static class DescriptorImpl extends SectionDescriptor<PreferredSchedulingTerm> {
        @Override
        public String getDisplayName() {
            return Messages.PreferredSchedulingTerm_DisplayName();
        }
    }
}
