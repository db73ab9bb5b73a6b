package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.pod.scheduling.PodAffinity;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The nodes, and the other pods, with which the pods run together or apart. */
@OmitIfBlank
public class Affinity implements Describable<Affinity>, Section {

    private NodeAffinity nodeAffinity;

    private PodAffinity podAffinity;

    private PodAffinity podAntiAffinity;

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

    public PodAffinity getPodAffinity() {
        return podAffinity;
    }

    @DataBoundSetter
    public void setPodAffinity(PodAffinity podAffinity) {
        this.podAffinity = podAffinity;
    }

    public PodAffinity getPodAntiAffinity() {
        return podAntiAffinity;
    }

    @DataBoundSetter
    public void setPodAntiAffinity(PodAffinity podAntiAffinity) {
        this.podAntiAffinity = podAntiAffinity;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Affinity> {
        @Override
        public String getDisplayName() {
            return Messages.Affinity_DisplayName();
        }
    }
}
