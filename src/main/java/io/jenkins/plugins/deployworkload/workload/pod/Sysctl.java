package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A kernel parameter of the pod. */
public class Sysctl implements Describable<Sysctl>, Section {

    @Text(TextRule.SYSCTL)
    private final String name;

    private final String value;

    @DataBoundConstructor
    public Sysctl(String name, String value) {
        this.name = name;
        this.value = value;
    }

    public String getName() {
        return name;
    }

    public String getValue() {
        return value;
    }

    /**
     * Whether the parameter belongs to the network namespace. The namespaces are those of {@code GetNamespace} in
     * Kubernetes' component-helpers, {@code node/util/sysctl}.
     */
    public boolean isOfNetwork() {
        return withDots().startsWith("net.");
    }

    /** Whether the parameter belongs to the IPC namespace. */
    public boolean isOfIpc() {
        return withDots().matches("kernel\\.(sem|shm.*|msg.*)|fs\\.mqueue\\..*");
    }

    private String withDots() {
        return name == null ? "" : name.replace('/', '.');
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Sysctl> {
        @Override
        public String getDisplayName() {
            return Messages.Sysctl_DisplayName();
        }
    }
}
