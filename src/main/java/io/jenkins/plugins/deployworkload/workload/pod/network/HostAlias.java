package io.jenkins.plugins.deployworkload.workload.pod.network;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Host names that resolve to an IP address, as in /etc/hosts. */
public class HostAlias implements Describable<HostAlias>, Section {

    @Text(TextRule.IP)
    private final String ip;

    @Text(TextRule.HOST_NAME)
    private List<String> hostnames;

    @DataBoundConstructor
    public HostAlias(String ip) {
        this.ip = ip;
    }

    public String getIp() {
        return ip;
    }

    public List<String> getHostnames() {
        return hostnames == null ? List.of() : hostnames;
    }

    @DataBoundSetter
    public void setHostnames(List<String> hostnames) {
        this.hostnames = new ArrayList<>(hostnames);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<HostAlias> {
        @Override
        public String getDisplayName() {
            return Messages.HostAlias_DisplayName();
        }
    }
}
