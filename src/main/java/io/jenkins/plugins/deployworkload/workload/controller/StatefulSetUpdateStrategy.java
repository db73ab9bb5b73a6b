package io.jenkins.plugins.deployworkload.workload.controller;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The {@code updateStrategy} of a StatefulSet: a rolling update, or an update of the pods that somebody deletes. */
@OmitIfBlank
public class StatefulSetUpdateStrategy implements Describable<StatefulSetUpdateStrategy>, Section {

    private StatefulSetRollingUpdate rollingUpdate;

    private UpdateStrategyType type;

    @DataBoundConstructor
    public StatefulSetUpdateStrategy() {
        // All properties are optional.
    }

    public StatefulSetRollingUpdate getRollingUpdate() {
        return rollingUpdate;
    }

    @DataBoundSetter
    public void setRollingUpdate(StatefulSetRollingUpdate rollingUpdate) {
        this.rollingUpdate = rollingUpdate;
    }

    public UpdateStrategyType getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(UpdateStrategyType type) {
        this.type = type;
    }

    @Override
    public void check(ValidationContext context) {
        if (type == UpdateStrategyType.OnDelete && rollingUpdate != null) {
            context.addProblem("rollingUpdate", Messages.UpdateStrategyType_OnDelete());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<StatefulSetUpdateStrategy> {
        @Override
        public String getDisplayName() {
            return Messages.StatefulSetUpdateStrategy_DisplayName();
        }
    }
}
