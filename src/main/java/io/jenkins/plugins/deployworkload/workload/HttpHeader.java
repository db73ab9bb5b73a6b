package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
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
