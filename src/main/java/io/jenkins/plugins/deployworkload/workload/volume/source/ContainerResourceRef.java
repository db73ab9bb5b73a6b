package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.ResourceDivisors;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A request or limit of a container. */
@Named("resourceFieldRef")
public final class ContainerResourceRef extends DownwardApiSource {

    @Text(TextRule.DNS_LABEL)
    private final String containerName;

    @Text(TextRule.RESOURCE_FIELD)
    private final String resource;

    @Text(TextRule.DIVISOR)
    private String divisor;

    @DataBoundConstructor
    public ContainerResourceRef(String containerName, String resource) {
        this.containerName = containerName;
        this.resource = resource;
    }

    public String getContainerName() {
        return containerName;
    }

    public String getResource() {
        return resource;
    }

    public String getDivisor() {
        return divisor;
    }

    @DataBoundSetter
    public void setDivisor(String divisor) {
        this.divisor = OptionalTexts.emptyToNull(divisor);
    }

    @Override
    public void check(ValidationContext context) {
        ResourceDivisors.problem(divisor, resource).ifPresent(problem -> context.addProblem("divisor", problem));
    }

    @Extension(ordinal = 10)
    @Symbol("resourceFieldRef")
    public static class DescriptorImpl extends SectionDescriptor<DownwardApiSource> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerResourceRef_DisplayName();
        }
    }
}
