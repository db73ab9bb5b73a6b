package io.jenkins.plugins.deployworkload.workload.service;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.Protocol;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A port of the Service. */
public class ServicePort implements Describable<ServicePort>, Section {

    @Text(TextRule.DNS_LABEL)
    private String name;

    private Protocol protocol;

    @Range(min = 1, max = 65_535)
    private final Integer port;

    @Text(TextRule.PORT)
    private String targetPort;

    @Range(min = 1, max = 65_535)
    private Integer nodePort;

    @Text(TextRule.QUALIFIED_NAME)
    private String appProtocol;

    @DataBoundConstructor
    public ServicePort(Integer port) {
        this.port = port;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    public Protocol getProtocol() {
        return protocol;
    }

    @DataBoundSetter
    public void setProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    public Integer getPort() {
        return port;
    }

    public String getTargetPort() {
        return targetPort;
    }

    @DataBoundSetter
    public void setTargetPort(String targetPort) {
        this.targetPort = targetPort;
    }

    public Integer getNodePort() {
        return nodePort;
    }

    @DataBoundSetter
    public void setNodePort(Integer nodePort) {
        this.nodePort = nodePort;
    }

    public String getAppProtocol() {
        return appProtocol;
    }

    @DataBoundSetter
    public void setAppProtocol(String appProtocol) {
        this.appProtocol = OptionalTexts.emptyToNull(appProtocol);
    }

    /**
     * The protocol and port number, which must be unique in a Service. Null if the port is invalid. The default
     * protocol is TCP.
     */
    String key() {
        return port == null ? null : (protocol == null ? Protocol.TCP : protocol) + "/" + port;
    }

    /** The protocol and node port, which must be unique in a Service. Null if the port has no node port. */
    String nodePortKey() {
        return nodePort == null ? null : (protocol == null ? Protocol.TCP : protocol) + "/" + nodePort;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ServicePort> {
        @Override
        public String getDisplayName() {
            return Messages.ServicePort_DisplayName();
        }
    }
}
