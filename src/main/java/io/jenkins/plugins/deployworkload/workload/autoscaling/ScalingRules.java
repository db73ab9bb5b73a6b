package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How fast the autoscaler scales in one direction. */
@OmitIfBlank
public class ScalingRules implements Describable<ScalingRules>, Section {

    @Range(max = 3600)
    private Integer stabilizationWindowSeconds;

    private SelectPolicy selectPolicy;

    private List<ScalingPolicy> policies;

    @Text(TextRule.QUANTITY)
    private String tolerance;

    @DataBoundConstructor
    public ScalingRules() {
        // All properties are optional.
    }

    public Integer getStabilizationWindowSeconds() {
        return stabilizationWindowSeconds;
    }

    @DataBoundSetter
    public void setStabilizationWindowSeconds(Integer stabilizationWindowSeconds) {
        this.stabilizationWindowSeconds = stabilizationWindowSeconds;
    }

    public SelectPolicy getSelectPolicy() {
        return selectPolicy;
    }

    @DataBoundSetter
    public void setSelectPolicy(SelectPolicy selectPolicy) {
        this.selectPolicy = selectPolicy;
    }

    public List<ScalingPolicy> getPolicies() {
        return policies == null ? List.of() : policies;
    }

    @DataBoundSetter
    public void setPolicies(List<ScalingPolicy> policies) {
        this.policies = new ArrayList<>(policies);
    }

    public String getTolerance() {
        return tolerance;
    }

    @DataBoundSetter
    public void setTolerance(String tolerance) {
        this.tolerance = tolerance;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ScalingRules> {
        @Override
        public String getDisplayName() {
            return Messages.ScalingRules_DisplayName();
        }
    }
}
