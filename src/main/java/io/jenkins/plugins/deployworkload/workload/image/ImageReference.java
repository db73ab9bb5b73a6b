package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** An image by its reference, with a tag or digest. */
@Shorthand
public final class ImageReference extends ImageSource {

    @Expandable
    @Text(TextRule.IMAGE)
    @SuggestedValues(SuggestionKind.IMAGE)
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
