package io.jenkins.plugins.deployworkload.workload.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Messages;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Shorthand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;

/**
 * Converts a submitted form to a JSON tree, and binds the tree. The form submits a blank field as an empty string. This
 * class omits blank fields; Stapler would convert them to zero or false.
 *
 * <p>Conventions of the form's pages: a single row is submitted as an object, several rows as an array. The fields of a
 * row are {@code {value}} in a list of strings, and {@code {key, value}} in a map. The fields of a quantity with a unit
 * are {@code {amount, unit}}. A drop-down list of alternatives submits the class name of the selected alternative. A
 * map can have separate fields for well-known keys. The rows for all other keys are then in the field {@code others}.
 */
public final class FormBinder {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * Fields that Jenkins' own tags add: the class names of a drop-down list, the owner filter of the credentials list,
     * and the names of password fields.
     */
    private static final Set<String> JENKINS_FIELDS =
            Set.of("stapler-class", "$class", "stapler-class-bag", "includeUser", "$redact", "");

    private static final String OTHERS = "others";

    private final Problems problems;

    private FormBinder(Problems problems) {
        this.problems = problems;
    }

    /**
     * Binds and validates the submitted form of a section.
     *
     * @throws InvalidDescriptionException if the section is invalid
     */
    public static <T extends Section> T bind(JSONObject form, Class<T> type) throws InvalidDescriptionException {
        Problems problems = new Problems();
        JsonNode tree = new FormBinder(problems).section(form, type, "");
        T section = Binder.bind(tree, type, problems);
        problems.throwIfAny();
        return section;
    }

    /** Converts a submitted form to a description, which need not be valid. */
    public static ObjectNode tree(JSONObject form, Class<? extends Section> type) {
        return new FormBinder(new Problems()).section(form, type, "");
    }

    private ObjectNode section(JSONObject form, Class<? extends Section> type, String path) {
        SectionModel model = SectionModel.of(type);
        ObjectNode tree = NODES.objectNode();
        for (Map.Entry<?, ?> field : ((Map<?, ?>) form).entrySet()) {
            String name = (String) field.getKey();
            Optional<ParameterModel> parameter = model.parameter(name);
            if (parameter.isPresent()) {
                JsonNode value = value(field.getValue(), parameter.get().type(), FieldPaths.key(path, name));
                if (parameter.get().unwrapped() && value.isObject()) {
                    tree.setAll((ObjectNode) value);
                } else if (!value.isNull()) {
                    tree.set(name, value);
                }
            } else if (!JENKINS_FIELDS.contains(name)) {
                // Keep the unknown field, so that the binder reports it.
                tree.set(name, NODES.textNode(String.valueOf(field.getValue())));
            }
        }
        return tree;
    }

    private JsonNode value(Object form, ParameterType type, String path) {
        if (form == null || form instanceof JSONNull || JSONNull.getInstance().equals(form)) {
            return NODES.nullNode();
        }
        return switch (type) {
            case ParameterType.ScalarType ignored -> scalar(form);
            case ParameterType.YamlType ignored -> scalar(form);
            case ParameterType.HomogeneousObjectType nested ->
                form instanceof JSONObject object ? nested(object, nested.type(), path) : scalar(form);
            case ParameterType.HeterogeneousObjectType oneOf ->
                form instanceof JSONObject object ? alternative(object, oneOf, path) : scalar(form);
            case ParameterType.ArrayType array -> list(form, array, path);
            case ParameterType.MapType ignored -> map(form, path);
        };
    }

    private JsonNode nested(JSONObject form, Class<? extends Section> type, String path) {
        ObjectNode section = section(form, type, path);
        return section.isEmpty() && type.isAnnotationPresent(OmitIfBlank.class) ? NODES.nullNode() : section;
    }

    private JsonNode scalar(Object form) {
        if (form instanceof JSONObject object) {
            return quantity(object);
        }
        if (form instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        String text = String.valueOf(form);
        return text.isBlank() ? NODES.nullNode() : NODES.textNode(text);
    }

    private JsonNode quantity(JSONObject form) {
        if (form.containsKey("amount")) {
            String amount = form.optString("amount").trim();
            // If the user has typed a unit or an exponent into the amount, ignore the selected unit.
            String unit = amount.matches("[-+]?[0-9.]+") ? form.optString("unit") : "";
            return amount.isEmpty() ? NODES.nullNode() : NODES.textNode(amount + unit);
        }
        return form.containsKey("value") ? scalar(form.get("value")) : NODES.nullNode();
    }

    private JsonNode alternative(JSONObject form, ParameterType.HeterogeneousObjectType oneOf, String path) {
        String className = form.optString("$class", form.optString("stapler-class"));
        for (Map.Entry<String, Class<? extends Section>> alternative :
                oneOf.alternatives().entrySet()) {
            Class<? extends Section> type = alternative.getValue();
            if (type.getName().equals(className)) {
                if (SectionModel.of(type).parameter("value").isEmpty()) {
                    // For a drop-down list, Jenkins' tag also submits the index of the selected entry, as "value".
                    form.remove("value");
                }
                ObjectNode content = section(form, type, FieldPaths.child(path, alternative.getKey()));
                if (type.isAnnotationPresent(Shorthand.class)) {
                    return content.isEmpty()
                            ? NODES.nullNode()
                            : content.iterator().next();
                }
                return NODES.objectNode().set(alternative.getKey(), content);
            }
        }
        return NODES.nullNode();
    }

    private JsonNode list(Object form, ParameterType.ArrayType array, String path) {
        ArrayNode rows = NODES.arrayNode();
        for (Object row : rowsOf(form)) {
            JsonNode value = value(row, array.elementType(), FieldPaths.index(path, rows.size()));
            if (!value.isNull()) {
                rows.add(value);
            }
        }
        return rows.isEmpty() ? NODES.nullNode() : rows;
    }

    private JsonNode map(Object form, String path) {
        ObjectNode texts = NODES.objectNode();
        if (form instanceof JSONObject object && !object.containsKey("key")) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) object).entrySet()) {
                if (OTHERS.equals(entry.getKey())) {
                    addRows(entry.getValue(), texts, path);
                } else {
                    putUnique(texts, (String) entry.getKey(), scalar(entry.getValue()), path);
                }
            }
        } else {
            addRows(form, texts, path);
        }
        return texts.isEmpty() ? NODES.nullNode() : texts;
    }

    private void addRows(Object form, ObjectNode texts, String path) {
        for (Object row : rowsOf(form)) {
            if (row instanceof JSONObject object) {
                String key = object.optString("key").trim();
                String value = object.optString("value");
                if (!key.isEmpty() || !value.isBlank()) {
                    putUnique(texts, key, NODES.textNode(value), path);
                }
            }
        }
    }

    private static List<Object> rowsOf(Object form) {
        return form instanceof Collection<?> rows ? new ArrayList<>(rows) : List.of(form);
    }

    private void putUnique(ObjectNode texts, String key, JsonNode value, String path) {
        if (value.isNull()) {
            return;
        }
        if (texts.has(key)) {
            problems.add(FieldPaths.key(path, key), Messages.Duplicates_DuplicateValue(key));
        }
        texts.set(key, value);
    }
}
