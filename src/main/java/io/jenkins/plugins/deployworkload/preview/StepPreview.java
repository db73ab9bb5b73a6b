package io.jenkins.plugins.deployworkload.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.importing.PipelineScript;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.ImageOverrides;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of a preview of a valid step. Values of Secrets are masked in each text.
 *
 * @param objects the Kubernetes objects as YAML; empty if the step names files
 * @param workload the workload file; empty if the step names files
 * @param step the Pipeline step
 * @param notes what differs from a deploy, one sentence each
 */
public record StepPreview(String objects, String workload, String step, List<String> notes) {

    public StepPreview {
        notes = List.copyOf(notes);
    }

    /**
     * @param step the step, which is valid
     * @param workload the workload of the step; null if it names files
     * @param images the image overrides of the step
     * @param namespace the namespace of the objects; null if it is not known
     * @throws InvalidDescriptionException if the workload cannot be rendered
     */
    public static StepPreview of(Section step, Workload workload, List<ImageOverride> images, String namespace)
            throws InvalidDescriptionException {
        List<String> notes = new ArrayList<>();
        ObjectNode arguments = TreeWriter.toTree(step);
        SecretMask.maskDescription(arguments);
        SecretMask.maskDescription(arguments.path("workload"));
        String script = "";
        if (PipelineScript.fits(arguments)) {
            script = PipelineScript.step(arguments);
        } else {
            notes.add(Messages.StepPreview_tooLarge());
        }
        if (workload == null) {
            notes.add(Messages.StepPreview_files());
            return new StepPreview("", "", script, notes);
        }
        PreviewWorkload rendered = PreviewWorkload.of(
                ImageOverrides.apply(List.of(workload), images).getFirst());
        notes.addAll(rendered.notes());
        return new StepPreview(
                objects(rendered.workload(), namespace), YamlWriter.write(arguments.get("workload")), script, notes);
    }

    private static String objects(Workload workload, String namespace) throws InvalidDescriptionException {
        try {
            return WorkloadRenderer.render(workload, namespace).stream()
                    .map(StepPreview::yaml)
                    .collect(Collectors.joining("---\n"));
        } catch (InvalidObjectsException e) {
            throw new InvalidDescriptionException(List.of(new Problem("workload", e.getMessage())));
        }
    }

    private static String yaml(HasMetadata object) {
        JsonNode tree = Json.MAPPER.valueToTree(object);
        SecretMask.maskObject(tree);
        return YamlWriter.writeObject(tree);
    }
}
