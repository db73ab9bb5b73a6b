package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** The rules by which a Job handles its failed pods. The first rule that matches a pod applies. */
public class PodFailurePolicy implements Describable<PodFailurePolicy>, Section {

    /** The limit of the Kubernetes API. */
    private static final int MAX_RULES = 20;

    private final List<PodFailureRule> rules;

    @DataBoundConstructor
    public PodFailurePolicy(List<PodFailureRule> rules) {
        this.rules = rules == null ? List.of() : new ArrayList<>(rules);
    }

    public List<PodFailureRule> getRules() {
        return rules;
    }

    @Override
    public void check(ValidationContext context) {
        if (rules.size() > MAX_RULES) {
            context.addProblem("rules", Messages.PodFailurePolicy_TooMany(Integer.toString(MAX_RULES)));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodFailurePolicy> {
        @Override
        public String getDisplayName() {
            return Messages.PodFailurePolicy_DisplayName();
        }
    }
}
