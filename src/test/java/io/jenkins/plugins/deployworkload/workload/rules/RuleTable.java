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

/** The rules that the tests break, one at a time; see {@code rules.txt}. */
public final class RuleTable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("<(\\w)\\*(\\d+)>");

    private RuleTable() {}

    /**
     * A rule, and how to break it.
     *
     * @param overlay what is laid over a valid workload
     * @param whyStricter why the API server accepts it nevertheless; empty where it refuses
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

    /** The rows of a table beside this class, without its comments; {@code <x*3>} becomes {@code xxx}. */
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

    /** Reads YAML with types, as a plain tree. */
    public static ObjectNode tree(String yaml) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** Lays fields over a workload: those of itself, of its controller, and of its containers one by one. */
    public static void applyOverlay(ObjectNode workload, ObjectNode laid) {
        laid.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue().deepCopy();
            if ("controller".equals(name) && value.isObject()) {
                controller(workload, (ObjectNode) value);
            } else if ("containers".equals(name) && !value.isEmpty()) {
                containers((ArrayNode) workload.get(name), (ArrayNode) value);
            } else {
                workload.set(name, value);
            }
        });
    }

    private static void controller(ObjectNode workload, ObjectNode laid) {
        String type = laid.fieldNames().next();
        JsonNode old = workload.path("controller").path(type);
        if (old.isObject() && laid.get(type).isObject()) {
            ((ObjectNode) old).setAll((ObjectNode) laid.get(type));
        } else {
            workload.set("controller", laid);
        }
    }

    private static void containers(ArrayNode containers, ArrayNode laid) {
        for (int i = 0; i < laid.size(); i++) {
            if (i < containers.size()) {
                ((ObjectNode) containers.get(i)).setAll((ObjectNode) laid.get(i));
            } else {
                containers.add(laid.get(i));
            }
        }
    }
}
