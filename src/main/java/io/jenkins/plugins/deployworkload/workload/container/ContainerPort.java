package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A port that a container listens on. */
public class ContainerPort implements Describable<ContainerPort>, Section {

    @Range(min = 1, max = 65_535)
    private final Integer containerPort;

    private Protocol protocol;

    @Text(TextRule.PORT_NAME)
    private String name;

    private String hostIP;

    @Range(min = 1, max = 65_535)
    private Integer hostPort;

    @DataBoundConstructor
    public ContainerPort(Integer containerPort) {
        this.containerPort = containerPort;
    }

    public Integer getContainerPort() {
        return containerPort;
    }

    public Protocol getProtocol() {
        return protocol;
    }

    @DataBoundSetter
    public void setProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    public String getHostIP() {
        return hostIP;
    }

    @DataBoundSetter
    public void setHostIP(String hostIP) {
        this.hostIP = hostIP;
    }

    public Integer getHostPort() {
        return hostPort;
    }

    @DataBoundSetter
    public void setHostPort(Integer hostPort) {
        this.hostPort = hostPort;
    }

    /**
     * The protocol and port number, which must be unique in a container. Null if the port is invalid. The default
     * protocol is TCP.
     */
    String key() {
        return containerPort == null ? null : protocolOrDefault() + "/" + containerPort;
    }

    /** The protocol, host IP and host port, which must be unique in a pod. Null if the port has no host port. */
    public String hostPortKey() {
        return hostPort == null ? null : protocolOrDefault() + "/" + (hostIP == null ? "" : hostIP) + "/" + hostPort;
    }

    private Protocol protocolOrDefault() {
        return protocol == null ? Protocol.TCP : protocol;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ContainerPort> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerPort_DisplayName();
        }
    }
}
