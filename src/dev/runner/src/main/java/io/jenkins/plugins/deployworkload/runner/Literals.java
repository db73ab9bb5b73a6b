package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Renders a tree as YAML in block style, or as literals of a Pipeline script. */
final class Literals {

    /** Preferred maximum line length in characters. */
    private static final int MAX_LINE = 100;

    private Literals() {}

    static String yaml(JsonNode tree) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(MAX_LINE)
                .build();
        return new Dump(settings).dumpToString(plain(tree));
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey(), e -> plain(e.getValue()), (a, b) -> b, java.util.LinkedHashMap::new));
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? node.longValue() : node.asText();
    }

    /** Writes all entries on one line if they fit, otherwise each entry on its own line. */
    static String groovy(JsonNode tree) {
        return groovy(tree, "");
    }

    private static String groovy(JsonNode node, String indent) {
        if (!node.isContainerNode()) {
            return node.isTextual() ? quoted(node.textValue()) : node.asText();
        }
        List<String> entries = new ArrayList<>();
        String deeper = indent + "    ";
        if (node.isObject()) {
            node.properties().forEach(e -> entries.add(key(e.getKey()) + ": " + groovy(e.getValue(), deeper)));
        } else {
            node.forEach(element -> entries.add(groovy(element, deeper)));
        }
        if (entries.isEmpty()) {
            return node.isObject() ? "[:]" : "[]";
        }
        String line = "[" + String.join(", ", entries) + "]";
        if (line.length() + indent.length() <= MAX_LINE && !line.contains("\n")) {
            return line;
        }
        return "[\n" + deeper + String.join(",\n" + deeper, entries) + "]";
    }

    private static String key(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_]*") ? key : quoted(key);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
