package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An environment variable of a container. */
public class EnvVar implements Describable<EnvVar>, Section {

    @Text(TextRule.ENV_NAME)
    private final String name;

    @Expandable
    private String value;

    private EnvSource valueFrom;

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

    public EnvSource getValueFrom() {
        return valueFrom;
    }

    @DataBoundSetter
    public void setValueFrom(EnvSource valueFrom) {
        this.valueFrom = valueFrom;
    }

    @Override
    public void check(Report report) {
        if (value != null && valueFrom != null) {
            report.problem("valueFrom", Messages.EnvVar_Both());
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
