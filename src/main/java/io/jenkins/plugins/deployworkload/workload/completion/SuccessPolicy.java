package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** When an indexed Job is complete before all of its indexes have succeeded. */
public class SuccessPolicy implements Describable<SuccessPolicy>, Section {

    /** The limit of the Kubernetes API. */
    private static final int MAX_RULES = 20;

    private final List<SuccessRule> rules;

    @DataBoundConstructor
    public SuccessPolicy(List<SuccessRule> rules) {
        this.rules = rules == null ? List.of() : new ArrayList<>(rules);
    }

    public List<SuccessRule> getRules() {
        return rules;
    }

    @Override
    public void check(ValidationContext context) {
        if (rules.size() > MAX_RULES) {
            context.addProblem("rules", Messages.SuccessPolicy_TooMany(Integer.toString(MAX_RULES)));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SuccessPolicy> {
        @Override
        public String getDisplayName() {
            return Messages.SuccessPolicy_DisplayName();
        }
    }
}
