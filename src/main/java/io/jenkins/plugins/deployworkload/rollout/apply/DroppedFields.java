package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.FieldDiff.Child;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the fields of an apply that are missing in the answer. The API server drops a field without a warning if the
 * feature gate of the field is off, even with strict field validation. A mutating admission webhook can remove a field
 * too. The workload would run without it, for example without a volume.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/deprecation-policy/#feature-gates">Feature gates</a>
 */
final class DroppedFields {

    /** The number of fields that a warning names. */
    private static final int MAX_NAMED = 5;

    private final List<String> paths = new ArrayList<>();

    private DroppedFields() {}

    /** Adds a warning to the answer if fields are missing in it. */
    static <T> ApiResponse<T> warn(ApiResponse<T> answer, JsonNode described, JsonNode applied) {
        List<String> paths = of(described, applied);
        if (paths.isEmpty()) {
            return answer;
        }
        String named = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
        String warning = paths.size() <= MAX_NAMED
                ? Messages.DroppedFields_dropped(named)
                : Messages.DroppedFields_droppedMore(named, paths.size() - MAX_NAMED);
        return new ApiResponse<>(
                answer.object(),
                answer.status(),
                Stream.concat(answer.warnings().stream(), Stream.of(warning)).toList(),
                answer.size());
    }

    /** The paths of the fields that are missing. A missing field stands for all fields below it. */
    static List<String> of(JsonNode described, JsonNode applied) {
        DroppedFields dropped = new DroppedFields();
        dropped.compare("", described, applied);
        return List.copyOf(dropped.paths);
    }

    private void compare(String path, JsonNode described, JsonNode applied) {
        // The API server moves stringData to data.
        if (FieldDiff.NOT_SHOWN.contains(path) || path.equals("stringData") || isUnset(described)) {
            return;
        }
        if (isAbsent(applied)) {
            paths.add(path);
        } else if (described.isContainerNode() && described.getNodeType() == applied.getNodeType()) {
            Map<String, Child> children = children(path, applied, described);
            children(path, described, applied).forEach((child, field) -> {
                Child found = children.get(child);
                compare(child, field.value(), found == null ? null : found.value());
            });
        }
    }

    /** Only the paths are used, so it does not matter which values may be secret. */
    private static Map<String, Child> children(String path, JsonNode node, JsonNode other) {
        return FieldDiff.children(path, node, other, SecretFields.of(SecretFields.Audience.LOG, "", false));
    }

    /** Whether the API server may leave the value out, because a missing field has the same meaning. */
    private static boolean isUnset(JsonNode described) {
        return described.isContainerNode() && described.isEmpty()
                || isAbsent(described)
                || described.isTextual() && described.asText().isEmpty()
                || described.isNumber() && described.asDouble() == 0
                || described.isBoolean() && !described.asBoolean();
    }

    private static boolean isAbsent(JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }
}
