package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A node that fits all of several comparisons. */
@BlankIsNothing
public class NodeSelectorTerm implements Describable<NodeSelectorTerm>, Section {

    private List<NodeExpression> matchExpressions;

    @DataBoundConstructor
    public NodeSelectorTerm() {
        // Nothing is required.
    }

    public List<NodeExpression> getMatchExpressions() {
        return matchExpressions == null ? List.of() : matchExpressions;
    }

    @DataBoundSetter
    public void setMatchExpressions(List<NodeExpression> matchExpressions) {
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
