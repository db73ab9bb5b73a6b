package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The value of a field of the pod. */
public final class FieldRef extends EnvSource {

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
    public static class DescriptorImpl extends SectionDescriptor<EnvSource> {
        @Override
        public String getDisplayName() {
            return Messages.FieldRef_DisplayName();
        }
    }
}
