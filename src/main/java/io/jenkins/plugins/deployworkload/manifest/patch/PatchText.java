package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Parts of messages. */
final class PatchText {

    /** A message names at most this many fields. */
    private static final int MAX_NAMES = 30;

    private PatchText() {}

    static String quoted(String text) {
        return Quoted.of(text);
    }

    /** Describes a value: a quoted string, a number, a boolean, "a map" or "a list". */
    static String describe(JsonNode value) {
        if (value.isObject()) {
            return Messages.PatchText_map();
        }
        if (value.isArray()) {
            return Messages.PatchText_list(Integer.toString(value.size()));
        }
        return value.isTextual() ? Quoted.of(value.textValue()) : Quoted.of(value.asText());
    }

    /** The names of the fields of a map. */
    static String fields(ObjectNode map) {
        List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);
        return names.isEmpty()
                ? Messages.PatchText_nothing()
                : String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())))
                        + (names.size() > MAX_NAMES ? ", …" : "");
    }
}
