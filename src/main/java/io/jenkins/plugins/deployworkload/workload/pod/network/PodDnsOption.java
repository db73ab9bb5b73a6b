package io.jenkins.plugins.deployworkload.workload.pod.network;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An option of the resolver, as in resolv.conf. */
public class PodDnsOption implements Describable<PodDnsOption>, Section {

    private final String name;

    private String value;

    @DataBoundConstructor
    public PodDnsOption(String name) {
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

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<PodDnsOption> {
        @Override
        public String getDisplayName() {
            return Messages.PodDnsOption_DisplayName();
        }
    }
}
