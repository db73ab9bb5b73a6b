package io.jenkins.plugins.deployworkload.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Property;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Shape;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
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

    private ImageBy by;

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
    public ImageBy getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(ImageBy by) {
        this.by = by;
    }

    /**
     * What can never be found is no wish.
     *
     * @param place the only one that is looked at; null for all
     */
    void check(ImagePlace place, Report report) {
        if (file != null && place != null && !place.hasFiles()) {
            report.problem("file", Messages.BuiltImage_FileInLog());
        } else if (file != null && output == ImageOutput.deployed) {
            report.problem("file", Messages.BuiltImage_DeployedFile());
        } else if (file == null && output != null && place != null && !place.holds(output)) {
            report.problem(
                    "output",
                    place.hasFiles() && output.isInLog()
                            ? Messages.BuiltImage_LogOnly(output)
                            : Messages.BuiltImage_NeverThere(output, place.name(), heldBy(place)));
        }
    }

    private static String heldBy(ImagePlace place) {
        return Arrays.stream(ImageOutput.values())
                .filter(place::holds)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    /** Shows beside the form what the last build would have given. */
    abstract static class BuiltImageDescriptor extends SectionDescriptor<ImageSource> {

        @POST
        public FormValidation doTestImage(StaplerRequest2 req, @AncestorInPath Item item) throws InterruptedException {
            if (!FormAccess.mayAsk(item) || !item.hasPermission(Item.READ)) {
                return FormValidation.warning(Messages.BuiltImage_NotShown());
            }
            ObjectNode said = JsonNodeFactory.instance.objectNode();
            for (Property property : Shape.of(clazz.asSubclass(Section.class)).properties()) {
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
                        .of(item, Binder.bind(said, clazz.asSubclass(BuiltImage.class)));
            } catch (InvalidDescriptionException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
