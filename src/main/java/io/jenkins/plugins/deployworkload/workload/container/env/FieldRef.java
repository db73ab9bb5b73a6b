package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The value of a pod field. */
public final class FieldRef extends EnvVarSource {

    @Text(TextRule.FIELD_PATH)
    private final String fieldPath;

    @DataBoundConstructor
    public FieldRef(String fieldPath) {
        this.fieldPath = fieldPath;
    }

    public String getFieldPath() {
        return fieldPath;
    }

    @Extension(ordinal = 20)
    @Symbol("fieldRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvVarSource> {
        @Override
        public String getDisplayName() {
            return Messages.FieldRef_DisplayName();
        }
    }
}
