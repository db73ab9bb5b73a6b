package io.jenkins.plugins.deployworkload.workload.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the tables of validation rules ({@code rules.txt}) and of rendered properties ({@code rendering.txt}). */
public final class RuleTable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("<(\\w)\\*(\\d+)>");

    private RuleTable() {}

    /**
     * A rule and an overlay that breaks it.
     *
     * @param overlay     fields that make a valid workload break the rule; see {@link #applyOverlay}
     * @param path        the path of the problem
     * @param message a part of the problem's message
     * @param whyStricter the reason for the rule if the API server accepts the workload; empty if the API server
     *     refuses the workload too
     */
    public record Rule(String name, ObjectNode overlay, String path, String message, String whyStricter) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Rule> rules() {
        return rows("rules.txt").stream()
                .map(row -> new Rule(row[0], tree(row[1]), row[2], row[3], row.length > 4 ? row[4] : ""))
                .toList();
    }

    /**
     * Returns the rows of a table file in this package, without comments. The notation {@code <x*3>} in the file stands
     * for {@code xxx}.
     */
    public static List<String[]> rows(String file) {
        try (InputStream in = RuleTable.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RuleTable::expandRepeats)
                    .map(line ->
                            Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String expandRepeats(String line) {
        return REPEATED.matcher(line).replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
    }

    /** Parses YAML to a JSON tree; numbers and booleans keep their types. */
    public static ObjectNode tree(String yaml) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /**
     * Replaces fields of a workload with the fields of the overlay. In containers, and in a controller of the same
     * type, fields that the overlay does not set are kept.
     */
    public static void applyOverlay(ObjectNode workload, ObjectNode overlay) {
        overlay.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue().deepCopy();
            if ("controller".equals(name) && value.isObject()) {
                mergeController(workload, (ObjectNode) value);
            } else if ("containers".equals(name) && !value.isEmpty()) {
                mergeContainers((ArrayNode) workload.get(name), (ArrayNode) value);
            } else {
                workload.set(name, value);
            }
        });
    }

    private static void mergeController(ObjectNode workload, ObjectNode overlay) {
        String type = overlay.fieldNames().next();
        JsonNode existing = workload.path("controller").path(type);
        if (existing.isObject() && overlay.get(type).isObject()) {
            ((ObjectNode) existing).setAll((ObjectNode) overlay.get(type));
        } else {
            workload.set("controller", overlay);
        }
    }

    private static void mergeContainers(ArrayNode containers, ArrayNode overlay) {
        for (int i = 0; i < overlay.size(); i++) {
            if (i < containers.size()) {
                ((ObjectNode) containers.get(i)).setAll((ObjectNode) overlay.get(i));
            } else {
                containers.add(overlay.get(i));
            }
        }
    }
}
