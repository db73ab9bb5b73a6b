package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A probe that succeeds if a TCP connection can be opened. */
@Named("tcpSocket")
public final class TcpSocketProbe implements ProbeHandler {

    @Text(TextRule.PORT)
    private final String port;

    private String host;

    @DataBoundConstructor
    public TcpSocketProbe(String port) {
        this.port = port;
    }

    public String getPort() {
        return port;
    }

    public String getHost() {
        return host;
    }

    @DataBoundSetter
    public void setHost(String host) {
        this.host = host;
    }

    @Extension(ordinal = 20)
    @Symbol("tcpSocket")
    public static class DescriptorImpl extends SectionDescriptor<ProbeHandler> {
        @Override
        public String getDisplayName() {
            return Messages.TcpSocketProbe_DisplayName();
        }
    }
}
