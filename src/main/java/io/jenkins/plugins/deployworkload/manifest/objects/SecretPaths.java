package io.jenkins.plugins.deployworkload.manifest.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.util.stream.Stream;

/** Finds out whether a patch of a Secret can read or change its values. */
final class SecretPaths {

    private SecretPaths() {}

    /** @param patch the content of a merge patch, or the list of operations of a JSON patch */
    static boolean reachesData(JsonNode patch) {
        if (!patch.isArray()) {
            return patch.has("$patch") || SecretFields.SECRET_VALUES.stream().anyMatch(patch::has);
        }
        for (JsonNode operation : patch) {
            boolean reaches = Stream.of("path", "from")
                    .filter(operation::has)
                    .map(field -> operation.path(field).asText())
                    .anyMatch(SecretPaths::isAboveOrInValues);
            if (reaches) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAboveOrInValues(String pointer) {
        String[] keys = pointer.split("/", -1);
        return keys.length < 2 || SecretFields.SECRET_VALUES.contains(keys[1]);
    }
}
