package io.jenkins.plugins.deployworkload.workload.pod.scheduling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Spreads the pods evenly over topology domains, such as nodes or zones. */
public class TopologySpreadConstraint implements Describable<TopologySpreadConstraint>, Section {

    @Range(min = 1)
    private final Integer maxSkew;

    @Text(TextRule.QUALIFIED_NAME)
    @SuggestedValues(SuggestionKind.NODE_LABEL)
    private final String topologyKey;

    private final UnsatisfiableConstraintAction whenUnsatisfiable;

    private LabelSelector labelSelector;

    @Range(min = 1)
    private Integer minDomains;

    private NodeInclusionPolicy nodeAffinityPolicy;

    private NodeInclusionPolicy nodeTaintsPolicy;

    @Text(TextRule.QUALIFIED_NAME)
    private List<String> matchLabelKeys;

    @DataBoundConstructor
    public TopologySpreadConstraint(
            Integer maxSkew, String topologyKey, UnsatisfiableConstraintAction whenUnsatisfiable) {
        this.maxSkew = maxSkew;
        this.topologyKey = topologyKey;
        this.whenUnsatisfiable = whenUnsatisfiable;
    }

    public Integer getMaxSkew() {
        return maxSkew;
    }

    public String getTopologyKey() {
        return topologyKey;
    }

    public UnsatisfiableConstraintAction getWhenUnsatisfiable() {
        return whenUnsatisfiable;
    }

    public LabelSelector getLabelSelector() {
        return labelSelector;
    }

    @DataBoundSetter
    public void setLabelSelector(LabelSelector labelSelector) {
        this.labelSelector = labelSelector;
    }

    public Integer getMinDomains() {
        return minDomains;
    }

    @DataBoundSetter
    public void setMinDomains(Integer minDomains) {
        this.minDomains = minDomains;
    }

    public NodeInclusionPolicy getNodeAffinityPolicy() {
        return nodeAffinityPolicy;
    }

    @DataBoundSetter
    public void setNodeAffinityPolicy(NodeInclusionPolicy nodeAffinityPolicy) {
        this.nodeAffinityPolicy = nodeAffinityPolicy;
    }

    public NodeInclusionPolicy getNodeTaintsPolicy() {
        return nodeTaintsPolicy;
    }

    @DataBoundSetter
    public void setNodeTaintsPolicy(NodeInclusionPolicy nodeTaintsPolicy) {
        this.nodeTaintsPolicy = nodeTaintsPolicy;
    }

    public List<String> getMatchLabelKeys() {
        return matchLabelKeys == null ? List.of() : matchLabelKeys;
    }

    @DataBoundSetter
    public void setMatchLabelKeys(List<String> matchLabelKeys) {
        this.matchLabelKeys = new ArrayList<>(matchLabelKeys);
    }

    @Override
    public void check(ValidationContext context) {
        if (minDomains != null && whenUnsatisfiable == UnsatisfiableConstraintAction.ScheduleAnyway) {
            context.addProblem("minDomains", Messages.TopologySpreadConstraint_MinDomainsNotAllowed());
        }
        LabelKeys.check(getMatchLabelKeys(), "matchLabelKeys", labelSelector, true, context);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<TopologySpreadConstraint> {
        @Override
        public String getDisplayName() {
            return Messages.TopologySpreadConstraint_DisplayName();
        }
    }
}
