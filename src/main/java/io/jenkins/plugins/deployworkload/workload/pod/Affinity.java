package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The affinity of the pods; only node affinity is supported. */
@OmitIfBlank
public class Affinity implements Describable<Affinity>, Section {

    private NodeAffinity nodeAffinity;

    @DataBoundConstructor
    public Affinity() {
        // All properties are optional.
    }

    public NodeAffinity getNodeAffinity() {
        return nodeAffinity;
    }

    @DataBoundSetter
    public void setNodeAffinity(NodeAffinity nodeAffinity) {
        this.nodeAffinity = nodeAffinity;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Affinity> {
        @Override
        public String getDisplayName() {
            return Messages.Affinity_DisplayName();
        }
    }
}
