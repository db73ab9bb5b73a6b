package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A field of the pod. */
@Named("fieldRef")
public final class PodFieldRef extends DownwardApiSource {

    @Text(TextRule.VOLUME_FIELD_PATH)
    private final String fieldPath;

    @DataBoundConstructor
    public PodFieldRef(String fieldPath) {
        this.fieldPath = fieldPath;
    }

    public String getFieldPath() {
        return fieldPath;
    }

    @Extension(ordinal = 20)
    @Symbol("fieldRef")
    public static class DescriptorImpl extends SectionDescriptor<DownwardApiSource> {
        @Override
        public String getDisplayName() {
            return Messages.PodFieldRef_DisplayName();
        }
    }
}
