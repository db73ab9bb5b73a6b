package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.PlainText;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;

/** An image that is named, by tag or digest. */
@PlainText
public final class ImageReference extends ImageSource {

    @Expandable
    @Text(TextRule.IMAGE)
    private final String reference;

    @DataBoundConstructor
    public ImageReference(String reference) {
        this.reference = reference;
    }

    public String getReference() {
        return reference;
    }

    @Extension(ordinal = 30)
    public static class DescriptorImpl extends SectionDescriptor<ImageSource> {
        @Override
        public String getDisplayName() {
            return Messages.ImageReference_DisplayName();
        }
    }
}
