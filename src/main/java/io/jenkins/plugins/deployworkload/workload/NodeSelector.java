package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** Nodes that fit at least one of several terms. */
@BlankIsNothing
public class NodeSelector implements Describable<NodeSelector>, Section {

    private final List<NodeSelectorTerm> nodeSelectorTerms;

    @DataBoundConstructor
    public NodeSelector(List<NodeSelectorTerm> nodeSelectorTerms) {
        this.nodeSelectorTerms = nodeSelectorTerms == null ? List.of() : new ArrayList<>(nodeSelectorTerms);
    }

    public List<NodeSelectorTerm> getNodeSelectorTerms() {
        return nodeSelectorTerms;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<NodeSelector> {
        @Override
        public String getDisplayName() {
            return Messages.NodeSelector_DisplayName();
        }
    }
}
