package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Autoscaling by CPU or memory utilization: a HorizontalPodAutoscaler with the name of the workload. */
public class Autoscaling implements Describable<Autoscaling>, Section {

    @Range(min = 1)
    private Integer minReplicas;

    @Range(min = 1)
    private final Integer maxReplicas;

    @Range(min = 1)
    @SuggestedValues(SuggestionKind.POD_METRICS)
    private Integer cpuUtilization;

    @Range(min = 1)
    @SuggestedValues(SuggestionKind.POD_METRICS)
    private Integer memoryUtilization;

    @DataBoundConstructor
    public Autoscaling(Integer maxReplicas) {
        this.maxReplicas = maxReplicas;
    }

    public Integer getMinReplicas() {
        return minReplicas;
    }

    @DataBoundSetter
    public void setMinReplicas(Integer minReplicas) {
        this.minReplicas = minReplicas;
    }

    public Integer getMaxReplicas() {
        return maxReplicas;
    }

    public Integer getCpuUtilization() {
        return cpuUtilization;
    }

    @DataBoundSetter
    public void setCpuUtilization(Integer cpuUtilization) {
        this.cpuUtilization = cpuUtilization;
    }

    public Integer getMemoryUtilization() {
        return memoryUtilization;
    }

    @DataBoundSetter
    public void setMemoryUtilization(Integer memoryUtilization) {
        this.memoryUtilization = memoryUtilization;
    }

    @Override
    public void check(ValidationContext context) {
        if (cpuUtilization == null && memoryUtilization == null) {
            context.addProblem("", Messages.Autoscaling_NoUtilization());
        }
        if (minReplicas != null && maxReplicas != null && maxReplicas < minReplicas) {
            context.addProblem(
                    "maxReplicas", Messages.Autoscaling_MaxBelowMin(maxReplicas.toString(), minReplicas.toString()));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Autoscaling> {
        @Override
        public String getDisplayName() {
            return Messages.Autoscaling_DisplayName();
        }
    }
}
