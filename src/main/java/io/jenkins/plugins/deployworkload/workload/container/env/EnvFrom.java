package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Environment variables from all entries of a Secret or ConfigMap. */
public class EnvFrom implements Describable<EnvFrom>, Section {

    @Text(TextRule.ENV_NAME)
    private String prefix;

    @Unwrapped
    private final EnvFromSource source;

    @DataBoundConstructor
    public EnvFrom(EnvFromSource source) {
        this.source = source;
    }

    public String getPrefix() {
        return prefix;
    }

    @DataBoundSetter
    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public EnvFromSource getSource() {
        return source;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<EnvFrom> {
        @Override
        public String getDisplayName() {
            return Messages.EnvFrom_DisplayName();
        }
    }
}
