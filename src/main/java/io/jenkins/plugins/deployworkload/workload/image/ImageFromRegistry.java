package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An image of a registry, by its tag at the time of the deploy. */
@Named("fromRegistry")
public final class ImageFromRegistry extends ImageSource {

    private static final Pattern REPOSITORY = Pattern.compile("([A-Za-z0-9.-]+(:[0-9]{1,5})?/)?[a-z0-9._/-]+");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    @Expandable
    @Text(TextRule.IMAGE)
    @SuggestedValues(SuggestionKind.IMAGE_REPOSITORY)
    private final String repository;

    @Expandable
    @Text(TextRule.IMAGE)
    @SuggestedValues(SuggestionKind.IMAGE_TAG)
    private final String tag;

    private ImageReferenceType resolve;

    @DataBoundConstructor
    public ImageFromRegistry(String repository, String tag) {
        this.repository = repository;
        this.tag = tag;
    }

    /** The repository with its registry, such as {@code registry.example/shop/web}. */
    public String getRepository() {
        return repository;
    }

    public String getTag() {
        return tag;
    }

    /**
     * {@link ImageReferenceType#digest} to deploy the image that the tag names now, even if the tag moves later; null for
     * the tag.
     */
    public ImageReferenceType getResolve() {
        return resolve;
    }

    @DataBoundSetter
    public void setResolve(ImageReferenceType resolve) {
        this.resolve = resolve;
    }

    /** A build parameter in a field has no value yet, so its text is not checked. */
    @Override
    public void check(ValidationContext context) {
        if (repository != null
                && !repository.contains("$")
                && !REPOSITORY.matcher(repository).matches()) {
            context.addProblem("repository", Messages.ImageFromRegistry_Repository(repository));
        }
        if (tag != null && !tag.contains("$") && !TAG.matcher(tag).matches()) {
            context.addProblem("tag", Messages.ImageFromRegistry_Tag(tag));
        }
    }

    /** The reference by tag. */
    public String reference() {
        return repository + ":" + tag;
    }

    /** Whether a registry has to be asked for the digest. */
    public boolean needsDigest() {
        return resolve == ImageReferenceType.digest;
    }

    @Extension(ordinal = 5)
    @Symbol("fromRegistry")
    public static class DescriptorImpl extends SectionDescriptor<ImageSource> {
        @Override
        public String getDisplayName() {
            return Messages.ImageFromRegistry_DisplayName();
        }
    }
}
