package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Rules that require or prefer topology domains with or without certain other pods. */
@OmitIfBlank
public class PodAffinity implements Describable<PodAffinity>, Section {

    private List<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution;

    private List<WeightedPodAffinityTerm> preferredDuringSchedulingIgnoredDuringExecution;

    @DataBoundConstructor
    public PodAffinity() {
        // All properties are optional.
    }

    public List<PodAffinityTerm> getRequiredDuringSchedulingIgnoredDuringExecution() {
        return requiredDuringSchedulingIgnoredDuringExecution == null
                ? List.of()
                : requiredDuringSchedulingIgnoredDuringExecution;
    }

    @DataBoundSetter
    public void setRequiredDuringSchedulingIgnoredDuringExecution(
            List<PodAffinityTerm> requiredDuringSchedulingIgnoredDuringExecution) {
        this.requiredDuringSchedulingIgnoredDuringExecution =
                new ArrayList<>(requiredDuringSchedulingIgnoredDuringExecution);
    }

    public List<WeightedPodAffinityTerm> getPreferredDuringSchedulingIgnoredDuringExecution() {
        return preferredDuringSchedulingIgnoredDuringExecution == null
                ? List.of()
                : preferredDuringSchedulingIgnoredDuringExecution;
    }

    @DataBoundSetter
    public void setPreferredDuringSchedulingIgnoredDuringExecution(
            List<WeightedPodAffinityTerm> preferredDuringSchedulingIgnoredDuringExecution) {
        this.preferredDuringSchedulingIgnoredDuringExecution =
                new ArrayList<>(preferredDuringSchedulingIgnoredDuringExecution);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodAffinity> {
        @Override
        public String getDisplayName() {
            return Messages.PodAffinity_DisplayName();
        }
    }
}
