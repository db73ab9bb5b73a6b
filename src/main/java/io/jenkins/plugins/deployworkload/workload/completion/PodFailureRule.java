package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A rule of a {@link PodFailurePolicy}: a condition on failed pods, and the action for those that match. */
public class PodFailureRule implements Describable<PodFailureRule>, Section {

    private final FailureAction action;

    private OnExitCodes onExitCodes;

    private List<OnPodCondition> onPodConditions;

    @DataBoundConstructor
    public PodFailureRule(FailureAction action) {
        this.action = action;
    }

    public FailureAction getAction() {
        return action;
    }

    public OnExitCodes getOnExitCodes() {
        return onExitCodes;
    }

    @DataBoundSetter
    public void setOnExitCodes(OnExitCodes onExitCodes) {
        this.onExitCodes = onExitCodes;
    }

    public List<OnPodCondition> getOnPodConditions() {
        return onPodConditions == null ? List.of() : onPodConditions;
    }

    @DataBoundSetter
    public void setOnPodConditions(List<OnPodCondition> onPodConditions) {
        this.onPodConditions = new ArrayList<>(onPodConditions);
    }

    @Override
    public void check(ValidationContext context) {
        if ((onExitCodes == null) == getOnPodConditions().isEmpty()) {
            context.addProblem("", Messages.PodFailureRule_NotOne());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodFailureRule> {
        @Override
        public String getDisplayName() {
            return Messages.PodFailureRule_DisplayName();
        }
    }
}
