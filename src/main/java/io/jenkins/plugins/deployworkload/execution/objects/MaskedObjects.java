package io.jenkins.plugins.deployworkload.execution.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.List;

/**
 * The objects of a deploy as YAML. The build log masks the secrets that the build knows, a page does not, so that every
 * value that may be secret is masked, see {@link SecretFields}, and so are texts that look like a secret.
 */
public final class MaskedObjects {

    /** The limit of the text, in characters. */
    private static final int MAX_LENGTH = 512 * 1024;

    /** Longer texts are masked, because recognizing secrets in them takes long. In characters. */
    private static final int MAX_TEXT_LENGTH = 16 * 1024;

    private final Redaction redaction;

    private MaskedObjects(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The objects as YAML documents. Objects beyond the limit are left out, and the last line says so. */
    public static String yaml(List<HasMetadata> objects) {
        MaskedObjects masked = new MaskedObjects(Redaction.ofObjects(objects));
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < objects.size(); i++) {
            String document = masked.document(objects.get(i));
            if (yaml.length() + document.length() > MAX_LENGTH) {
                return yaml.append("# ")
                        .append(Messages.MaskedObjects_omitted(objects.size() - i))
                        .append('\n')
                        .toString();
            }
            yaml.append(i == 0 ? "" : "---\n").append(document);
        }
        return yaml.toString();
    }

    private String document(HasMetadata object) {
        boolean custom = object instanceof GenericKubernetesResource;
        SecretFields fields = SecretFields.of(SecretFields.Audience.PAGE, object.getKind(), custom);
        return YamlWriter.writeObject(mask(Json.MAPPER.valueToTree(object), fields));
    }

    private JsonNode mask(JsonNode node, SecretFields field) {
        switch (node) {
            case ObjectNode map -> {
                ObjectNode masked = Json.MAPPER.createObjectNode();
                map.properties()
                        .forEach(entry ->
                                masked.set(entry.getKey(), mask(entry.getValue(), field.field(entry.getKey()))));
                return masked;
            }
            case ArrayNode list -> {
                ArrayNode masked = Json.MAPPER.createArrayNode();
                list.forEach(element -> masked.add(mask(element, field)));
                return masked;
            }
            default -> {
                return node.isTextual() || field.isHidden() && !node.isNull()
                        ? TextNode.valueOf(maskText(field.text(node)))
                        : node;
            }
        }
    }

    private String maskText(String text) {
        return text.length() > MAX_TEXT_LENGTH ? FieldChange.MASKED : redaction.hideSecrets(text);
    }
}
