package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** Matches nodes that satisfy at least one of the terms. */
@OmitIfBlank
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
