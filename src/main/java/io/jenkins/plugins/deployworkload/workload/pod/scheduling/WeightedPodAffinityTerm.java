package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** Prefers a topology domain, with a weight from 1 to 100. */
public class WeightedPodAffinityTerm implements Describable<WeightedPodAffinityTerm>, Section {

    @Range(min = 1, max = 100)
    private final Integer weight;

    private final PodAffinityTerm podAffinityTerm;

    @DataBoundConstructor
    public WeightedPodAffinityTerm(Integer weight, PodAffinityTerm podAffinityTerm) {
        this.weight = weight;
        this.podAffinityTerm = podAffinityTerm;
    }

    public Integer getWeight() {
        return weight;
    }

    public PodAffinityTerm getPodAffinityTerm() {
        return podAffinityTerm;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<WeightedPodAffinityTerm> {
        @Override
        public String getDisplayName() {
            return Messages.WeightedPodAffinityTerm_DisplayName();
        }
    }
}
