package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Autoscaling by CPU, memory or other metrics: a HorizontalPodAutoscaler. */
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

    private List<Metric> metrics;

    private ScalingBehavior behavior;

    @Text(TextRule.OBJECT_NAME)
    private String name;

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

    public List<Metric> getMetrics() {
        return metrics == null ? List.of() : metrics;
    }

    @DataBoundSetter
    public void setMetrics(List<Metric> metrics) {
        this.metrics = new ArrayList<>(metrics);
    }

    public ScalingBehavior getBehavior() {
        return behavior;
    }

    @DataBoundSetter
    public void setBehavior(ScalingBehavior behavior) {
        this.behavior = behavior;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = OptionalTexts.emptyToNull(name);
    }

    @Override
    public void check(ValidationContext context) {
        if (cpuUtilization == null && memoryUtilization == null && getMetrics().isEmpty()) {
            context.addProblem("", Messages.Autoscaling_NoMetric());
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
