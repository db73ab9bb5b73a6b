package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Inline;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Every entry of a secret or config map as an environment variable. */
public class EnvFrom implements Describable<EnvFrom>, Section {

    @Text(TextRule.ENV_NAME)
    private String prefix;

    @Inline
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
