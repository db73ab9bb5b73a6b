package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An environment variable of a container. */
public class EnvVar implements Describable<EnvVar>, Section {

    @Text(TextRule.ENV_NAME)
    private final String name;

    @Expandable
    private String value;

    private EnvVarSource valueFrom;

    @DataBoundConstructor
    public EnvVar(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public String getValue() {
        return value;
    }

    @DataBoundSetter
    public void setValue(String value) {
        this.value = value;
    }

    public EnvVarSource getValueFrom() {
        return valueFrom;
    }

    @DataBoundSetter
    public void setValueFrom(EnvVarSource valueFrom) {
        this.valueFrom = valueFrom;
    }

    @Override
    public void check(ValidationContext context) {
        if (value != null && valueFrom != null) {
            context.addProblem("valueFrom", Messages.EnvVar_ValueAndValueFrom());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<EnvVar> {
        @Override
        public String getDisplayName() {
            return Messages.EnvVar_DisplayName();
        }
    }
}
