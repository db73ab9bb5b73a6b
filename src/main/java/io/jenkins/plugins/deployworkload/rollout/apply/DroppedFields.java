package io.jenkins.plugins.deployworkload.rollout.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.http.ApiResponse;
import io.jenkins.plugins.deployworkload.rollout.apply.FieldDiff.Child;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Finds the fields of an apply that are missing in the answer. The API server drops a field without a warning if the
 * feature gate of the field is off, even with strict field validation. An admission webhook or policy can remove a field
 * too. The workload would run without it, for example without a volume.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/deprecation-policy/#feature-gates">Feature gates</a>
 */
final class DroppedFields {

    /** The number of fields that a note names. */
    private static final int MAX_NAMED = 5;

    /** Fields that the API server sets, moves or converts. */
    private static final Set<String> OF_API_SERVER =
            Set.of("stringData", "metadata.deletionTimestamp", "metadata.deletionGracePeriodSeconds");

    /** Fields of older versions of the autoscaler, which the conversion to {@code autoscaling/v2} removes. */
    private static final String OF_OLD_AUTOSCALER = "metadata.annotations[autoscaling.alpha.kubernetes.io/";

    private final List<String> paths = new ArrayList<>();

    private DroppedFields() {}

    /** Adds a note to the answer if fields are missing in it. */
    static <T> ApiResponse<T> note(ApiResponse<T> answer, JsonNode described, JsonNode applied) {
        List<String> paths = of(described, applied);
        if (paths.isEmpty()) {
            return answer;
        }
        String named = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
        return answer.withNote(
                paths.size() <= MAX_NAMED
                        ? Messages.DroppedFields_dropped(named)
                        : Messages.DroppedFields_droppedMore(named, Integer.toString(paths.size() - MAX_NAMED)));
    }

    /** The paths of the fields that are missing. A missing field stands for all fields below it. */
    static List<String> of(JsonNode described, JsonNode applied) {
        DroppedFields dropped = new DroppedFields();
        String kind = described.path("kind").asText();
        dropped.compare("", described, applied, SecretFields.of(SecretFields.Audience.LOG, kind, false));
        return List.copyOf(dropped.paths);
    }

    private void compare(String path, JsonNode described, JsonNode applied, SecretFields field) {
        if (FieldDiff.NOT_SHOWN.contains(path)
                || OF_API_SERVER.contains(path)
                || path.startsWith(OF_OLD_AUTOSCALER)
                || isUnset(described)) {
            return;
        }
        if (isAbsent(applied)) {
            paths.add(path);
        } else if (described.isArray()
                && applied.isArray()
                && FieldDiff.key(described, applied, field).isEmpty()) {
            // The entries cannot be matched, because others may have added entries or changed the order.
            if (applied.size() < described.size()) {
                paths.add(path);
            }
        } else if (described.isContainerNode() && described.getNodeType() == applied.getNodeType()) {
            Map<String, Child> found = FieldDiff.children(path, applied, described, field);
            FieldDiff.children(path, described, applied, field).forEach((child, known) -> {
                Child other = found.get(child);
                compare(child, known.value(), other == null ? null : other.value(), known.field());
            });
        }
    }

    /** Whether the API server may leave the value out, because a missing field has the same meaning. */
    private static boolean isUnset(JsonNode described) {
        return described.isContainerNode()
                        && StreamSupport.stream(described.spliterator(), false).allMatch(DroppedFields::isUnset)
                || isAbsent(described)
                || described.isTextual() && described.asText().isEmpty()
                || described.isNumber() && described.asDouble() == 0
                || described.isBoolean() && !described.asBoolean();
    }

    private static boolean isAbsent(JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }
}
