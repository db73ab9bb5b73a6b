package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * The merge keys of YAML 1.1, which kubectl and Helm understand: {@code <<: *defaults} adds the entries of one map or
 * several maps to a map. An own entry of the map takes precedence, then the first of the maps.
 *
 * @see <a href="https://yaml.org/type/merge.html">Merge key</a>
 */
final class MergeKeys {

    private static final String TAG = "tag:yaml.org,2002:merge";

    private MergeKeys() {}

    static boolean isMerge(ScalarEvent key) {
        return key.getValue().equals("<<") && key.getTag().map(TAG::equals).orElse(key.isPlain());
    }

    /** Whether a value is a map, or a list of maps. */
    static boolean canMerge(JsonNode value) {
        return value.isObject()
                || value.isArray()
                        && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject);
    }

    static void merge(JsonNode value, ObjectNode map) {
        if (value.isArray()) {
            value.forEach(item -> merge(item, map));
        } else {
            value.properties().forEach(entry -> map.putIfAbsent(entry.getKey(), entry.getValue()));
        }
    }
}
