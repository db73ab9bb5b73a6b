package io.jenkins.plugins.deployworkload.workload.autoscaling;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The object that a metric describes. */
@OmitIfBlank
public class DescribedObject implements Describable<DescribedObject>, Section {

    @Text(TextRule.PATH_SEGMENT)
    private final String kind;

    @Text(TextRule.PATH_SEGMENT)
    private final String name;

    @Text(TextRule.API_VERSION)
    private String apiVersion;

    @DataBoundConstructor
    public DescribedObject(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    public String getKind() {
        return kind;
    }

    public String getName() {
        return name;
    }

    public String getApiVersion() {
        return apiVersion;
    }

    @DataBoundSetter
    public void setApiVersion(String apiVersion) {
        this.apiVersion = OptionalTexts.emptyToNull(apiVersion);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<DescribedObject> {
        @Override
        public String getDisplayName() {
            return Messages.DescribedObject_DisplayName();
        }
    }
}
