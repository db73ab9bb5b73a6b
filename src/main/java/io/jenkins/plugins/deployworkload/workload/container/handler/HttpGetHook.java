package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A hook that sends an HTTP GET request. */
@Named("httpGet")
public final class HttpGetHook extends HttpGet implements HookHandler {

    @DataBoundConstructor
    public HttpGetHook(String port) {
        super(port);
    }

    @Extension(ordinal = 50)
    @Symbol("httpGet")
    public static class DescriptorImpl extends SectionDescriptor<HookHandler> {
        @Override
        public String getDisplayName() {
            return Messages.HttpGetHook_DisplayName();
        }
    }
}
