package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What a container asks for or may use at most. */
public final class ResourceFieldRef extends EnvSource {

    @Text(TextRule.RESOURCE_FIELD)
    private final String resource;

    @Text(TextRule.DNS_LABEL)
    private String containerName;

    @DataBoundConstructor
    public ResourceFieldRef(String resource) {
        this.resource = resource;
    }

    public String getResource() {
        return resource;
    }

    public String getContainerName() {
        return containerName;
    }

    @DataBoundSetter
    public void setContainerName(String containerName) {
        this.containerName = containerName;
    }

    @Extension(ordinal = 10)
    @Symbol("resourceFieldRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvSource> {
        @Override
        public String getDisplayName() {
            return Messages.ResourceFieldRef_DisplayName();
        }
    }
}
