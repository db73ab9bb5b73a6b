package io.jenkins.plugins.deployworkload.workload.container.handler;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A header of an HTTP request. */
public class HttpHeader implements Describable<HttpHeader>, Section {

    @Text(TextRule.HEADER_NAME)
    private final String name;

    private String value;

    @DataBoundConstructor
    public HttpHeader(String name) {
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
    public static class DescriptorImpl extends SectionDescriptor<HttpHeader> {
        @Override
        public String getDisplayName() {
            return Messages.HttpHeader_DisplayName();
        }
    }
}
