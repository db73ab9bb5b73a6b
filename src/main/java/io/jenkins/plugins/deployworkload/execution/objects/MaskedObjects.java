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
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects of a deploy as YAML. The build log masks the secrets that the build knows, a page does not, so that every
 * value that may be secret is masked: of Secrets and ConfigMaps, environment variables, arguments, headers and queries of
 * probes, annotations, and options of volume drivers. What the fields of a kind without a model class mean is not known, so
 * that their names decide.
 */
public final class MaskedObjects {

    /** The limit of the text, in characters. */
    private static final int MAX_LENGTH = 512 * 1024;

    /** Longer texts are masked, because recognizing secrets in them takes long. In characters. */
    private static final int MAX_TEXT_LENGTH = 16 * 1024;

    /** Fields whose values, at any depth, may be secret. */
    private static final Set<String> HIDDEN =
            Set.of("data", "stringData", "binaryData", "args", "command", "annotations", "volumeAttributes");

    /** Lists whose elements have a {@code value} that may be secret. */
    private static final Set<String> HIDDEN_VALUES = Set.of("env", "httpHeaders");

    /** Fields of kinds without a model class whose values, at any depth, may be secret. */
    private static final Pattern HIDDEN_IN_CUSTOM = Pattern.compile(
            "values?|valuesObject|.*(passw|pwd|token|secret|key|credential|auth).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

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
        return YamlWriter.writeObject(mask(Json.MAPPER.valueToTree(object), "", custom, false));
    }

    /**
     * @param field the name of the field that contains the node, or the list with the node
     * @param custom whether the kind has no model class
     */
    private JsonNode mask(JsonNode node, String field, boolean custom, boolean hidden) {
        switch (node) {
            case ObjectNode map -> {
                ObjectNode masked = Json.MAPPER.createObjectNode();
                for (Map.Entry<String, JsonNode> entry : map.properties()) {
                    String key = entry.getKey();
                    boolean hide = hidden
                            || HIDDEN.contains(key)
                            || HIDDEN_VALUES.contains(field) && key.equals("value")
                            || field.equals("flexVolume") && key.equals("options")
                            || custom && HIDDEN_IN_CUSTOM.matcher(key).matches();
                    JsonNode value = mask(entry.getValue(), key, custom, hide);
                    masked.set(key, field.equals("httpGet") && key.equals("path") ? maskQuery(value) : value);
                }
                return masked;
            }
            case ArrayNode list -> {
                ArrayNode masked = Json.MAPPER.createArrayNode();
                list.forEach(element -> masked.add(mask(element, field, custom, hidden)));
                return masked;
            }
            default -> {
                return hidden && !node.isNull() ? TextNode.valueOf(FieldChange.MASKED) : maskText(node);
            }
        }
    }

    private static JsonNode maskQuery(JsonNode path) {
        int query = path.asText().indexOf('?');
        return query < 0 ? path : TextNode.valueOf(path.asText().substring(0, query + 1) + FieldChange.MASKED);
    }

    private JsonNode maskText(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        String text = node.textValue();
        return TextNode.valueOf(text.length() > MAX_TEXT_LENGTH ? FieldChange.MASKED : redaction.hideSecrets(text));
    }
}
