package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A probe that succeeds if the gRPC health service answers {@code SERVING}. */
@Named("grpc")
public final class GrpcProbe implements ProbeHandler {

    @Range(min = 1, max = 65_535)
    private final Integer port;

    private String service;

    @DataBoundConstructor
    public GrpcProbe(Integer port) {
        this.port = port;
    }

    public Integer getPort() {
        return port;
    }

    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = service;
    }

    @Extension(ordinal = 10)
    @Symbol("grpc")
    public static class DescriptorImpl extends SectionDescriptor<ProbeHandler> {
        @Override
        public String getDisplayName() {
            return Messages.GrpcProbe_DisplayName();
        }
    }
}
