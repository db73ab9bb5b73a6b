package io.jenkins.plugins.deployworkload.workload.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

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

    private ImageReferenceType by;

    /** Such as {@code registry.example/shop/web}, with or without a tag; null where there is but one. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = repository;
    }

    /** The only tool whose output counts, or what was deployed; null for all tools. */
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
    public ImageReferenceType getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(ImageReferenceType by) {
        this.by = by;
    }

    /**
     * What can never be found is no wish.
     *
     * @param place the only one that is looked at; null for all
     */
    void check(ImagePlace place, ValidationContext report) {
        if (file != null && place != null && !place.hasFiles()) {
            report.addProblem("file", Messages.BuiltImage_FileInLog());
        } else if (file != null && output == ImageOutput.deployed) {
            report.addProblem("file", Messages.BuiltImage_DeployedFile());
        } else if (file == null && output != null && place != null && !place.holds(output)) {
            report.addProblem(
                    "output",
                    place.hasFiles() && output.isInLog()
                            ? Messages.BuiltImage_LogOnly(output)
                            : Messages.BuiltImage_NeverThere(output, place.name(), outputsAt(place)));
        }
    }

    private static String outputsAt(ImagePlace place) {
        return Arrays.stream(ImageOutput.values())
                .filter(place::holds)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    /** Shows beside the form what the last build would have given. */
    abstract static class BuiltImageDescriptor extends SectionDescriptor<ImageSource> {

        @POST
        public FormValidation doTestImage(StaplerRequest2 req, @AncestorInPath Item item) throws InterruptedException {
            if (!FormAccess.mayConnect(item) || !item.hasPermission(Item.READ)) {
                return FormValidation.warning(Messages.BuiltImage_NotShown());
            }
            ObjectNode said = JsonNodeFactory.instance.objectNode();
            for (ParameterModel property :
                    SectionModel.of(clazz.asSubclass(Section.class)).parameters()) {
                String value = req.getParameter(property.name());
                if (value != null && !value.isBlank()) {
                    said.put(property.name(), value);
                }
            }
            if (said.properties().stream()
                    .anyMatch(entry -> entry.getValue().textValue().contains("$"))) {
                return FormValidation.warning(Messages.BuiltImage_Parameters());
            }
            try {
                return ExtensionList.lookupSingleton(ImagePreview.class)
                        .preview(item, Binder.bind(said, clazz.asSubclass(BuiltImage.class)));
            } catch (InvalidDescriptionException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
