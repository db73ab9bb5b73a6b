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

/** Matches nodes that satisfy all requirements. */
@OmitIfBlank
public class NodeSelectorTerm implements Describable<NodeSelectorTerm>, Section {

    private List<NodeSelectorRequirement> matchExpressions;

    @DataBoundConstructor
    public NodeSelectorTerm() {
        // All properties are optional.
    }

    public List<NodeSelectorRequirement> getMatchExpressions() {
        return matchExpressions == null ? List.of() : matchExpressions;
    }

    @DataBoundSetter
    public void setMatchExpressions(List<NodeSelectorRequirement> matchExpressions) {
        this.matchExpressions = new ArrayList<>(matchExpressions);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<NodeSelectorTerm> {
        @Override
        public String getDisplayName() {
            return Messages.NodeSelectorTerm_DisplayName();
        }
    }
}
