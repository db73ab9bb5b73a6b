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
 * An image from a build's output. If the output contains several images, the optional properties select one of them. If
 * more than one image matches, the deploy is refused.
 */
public abstract sealed class BuiltImage extends ImageSource permits ImageFromBuild, ImageFromJob {

    @Expandable
    private String repository;

    private ImageOutput output;

    @Expandable
    @Text(TextRule.FILE_PATH)
    private String file;

    private ImageReferenceType by;

    /**
     * The repository of the image, such as {@code registry.example/shop/web}, with or without a tag; null for all
     * repositories.
     */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = repository;
    }

    /**
     * The build tool that wrote the output, or {@link ImageOutput#deployed} for an image of an earlier deploy; null for
     * all outputs.
     */
    public ImageOutput getOutput() {
        return output;
    }

    @DataBoundSetter
    public void setOutput(ImageOutput output) {
        this.output = output;
    }

    /** The pattern of the files to read, with {@code *} and {@code **}{@code /}; null for the default file names of the tools. */
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = file;
    }

    /**
     * Whether to deploy by digest or by tag; if null, deploys by digest if the output contains a digest, and otherwise
     * by tag.
     */
    public ImageReferenceType getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(ImageReferenceType by) {
        this.by = by;
    }

    /**
     * Adds a problem if no output can match the combination of place, output and file.
     *
     * @param place the place to search; null for all places
     */
    void check(ImagePlace place, ValidationContext context) {
        if (file != null && place != null && !place.hasFiles()) {
            context.addProblem("file", Messages.BuiltImage_NoFilesAtPlace());
        } else if (file != null && output == ImageOutput.deployed) {
            context.addProblem("file", Messages.BuiltImage_DeployedWithFile());
        } else if (file == null && output != null && place != null && !place.holds(output)) {
            context.addProblem(
                    "output",
                    place.hasFiles() && output.isInLog()
                            ? Messages.BuiltImage_LogOnly(output)
                            : Messages.BuiltImage_OutputNotAtPlace(output, place.name(), outputsAt(place)));
        }
    }

    private static String outputsAt(ImagePlace place) {
        return Arrays.stream(ImageOutput.values())
                .filter(place::holds)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    /** Shows in the form which image the last build would provide. */
    abstract static class BuiltImageDescriptor extends SectionDescriptor<ImageSource> {

        @POST
        public FormValidation doTestImage(StaplerRequest2 req, @AncestorInPath Item item) throws InterruptedException {
            if (!FormAccess.mayConnect(item) || !item.hasPermission(Item.READ)) {
                return FormValidation.warning(Messages.BuiltImage_PreviewNotPermitted());
            }
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            for (ParameterModel parameter :
                    SectionModel.of(clazz.asSubclass(Section.class)).parameters()) {
                String value = req.getParameter(parameter.name());
                if (value != null && !value.isBlank()) {
                    tree.put(parameter.name(), value);
                }
            }
            if (tree.properties().stream()
                    .anyMatch(entry -> entry.getValue().textValue().contains("$"))) {
                return FormValidation.warning(Messages.BuiltImage_PreviewWithParameters());
            }
            try {
                return ExtensionList.lookupSingleton(ImagePreview.class)
                        .preview(item, Binder.bind(tree, clazz.asSubclass(BuiltImage.class)));
            } catch (InvalidDescriptionException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
