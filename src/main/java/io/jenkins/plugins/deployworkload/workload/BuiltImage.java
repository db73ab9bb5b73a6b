package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * An image that a build made, and which of its images: what is not said narrows nothing. Where several remain, none is
 * taken.
 */
public abstract sealed class BuiltImage extends ImageSource permits ImageFromBuild, ImageFromJob {

    @Expandable
    private String repository;

    private ImageOutput output;

    @Expandable
    @Text(TextRule.FILE_PATH)
    private String file;

    private ImageBy by;

    /** Such as {@code registry.example/shop/web}, with or without a tag; null where there is but one. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = repository;
    }

    /** The only tool whose output counts; null for all. */
    public ImageOutput getOutput() {
        return output;
    }

    @DataBoundSetter
    public void setOutput(ImageOutput output) {
        this.output = output;
    }

    /** The path of the only files that count, with {@code *} and {@code **}{@code /}; null for those that tools name so. */
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = file;
    }

    /** By what the image is named; null for its digest, where there is one. */
    public ImageBy getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(ImageBy by) {
        this.by = by;
    }
}
