package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A probe that succeeds if an HTTP GET request is answered with a status from 200 to 399. */
@Named("httpGet")
public final class HttpGetProbe extends HttpGet implements ProbeHandler {

    @DataBoundConstructor
    public HttpGetProbe(String port) {
        super(port);
    }

    @Extension(ordinal = 50)
    @Symbol("httpGet")
    public static class DescriptorImpl extends SectionDescriptor<ProbeHandler> {
        @Override
        public String getDisplayName() {
            return Messages.HttpGetProbe_DisplayName();
        }
    }
}
