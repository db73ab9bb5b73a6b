package io.jenkins.plugins.deployworkload.workload.container.env;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.ResourceDivisors;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A resource request or limit of a container. */
public final class ResourceFieldRef extends EnvVarSource {

    @Text(TextRule.RESOURCE_FIELD)
    private final String resource;

    @Text(TextRule.DNS_LABEL)
    private String containerName;

    @Text(TextRule.DIVISOR)
    private String divisor;

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

    public String getDivisor() {
        return divisor;
    }

    @DataBoundSetter
    public void setDivisor(String divisor) {
        this.divisor = divisor;
    }

    @Override
    public void check(ValidationContext context) {
        ResourceDivisors.problem(divisor, resource).ifPresent(problem -> context.addProblem("divisor", problem));
    }

    @Extension(ordinal = 10)
    @Symbol("resourceFieldRef")
    public static class DescriptorImpl extends SectionDescriptor<EnvVarSource> {
        @Override
        public String getDisplayName() {
            return Messages.ResourceFieldRef_DisplayName();
        }
    }
}
