package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Writes a description as a Pipeline step. */
public final class PipelineScript {

    /**
     * In values and names. A method of the JVM has at most 65,535 bytes, and Pipeline compiles each literal to about 30
     * bytes.
     */
    private static final int MAX_LITERALS = 1500;

    /** In bytes of UTF-8: the maximum of the JVM for one literal. */
    private static final int MAX_TEXT = 65_535;

    /** In characters. Longer maps and lists have one line for each element. */
    private static final int LINE = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Set<String> KEYWORDS = Set.of(
            "as",
            "assert",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "def",
            "default",
            "do",
            "else",
            "enum",
            "extends",
            "false",
            "finally",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "interface",
            "new",
            "null",
            "package",
            "return",
            "super",
            "switch",
            "this",
            "throw",
            "throws",
            "trait",
            "true",
            "try",
            "var",
            "void",
            "while");

    private PipelineScript() {}

    /** Whether the JVM can compile the step. A larger description must be in a file, with {@code file:}. */
    public static boolean fits(JsonNode description) {
        return literals(description) <= MAX_LITERALS && longestText(description) <= MAX_TEXT;
    }

    /** The step {@code deployWorkload} for a description, without a cluster. */
    public static String write(JsonNode description) {
        return step(JsonNodeFactory.instance.objectNode().<ObjectNode>set("workload", description));
    }

    /** The step {@code deployWorkload} with at least one argument. */
    public static String step(ObjectNode arguments) {
        return "deployWorkload " + String.join(", ", parts(arguments, 0)) + "\n";
    }

    private static int literals(JsonNode node) {
        int count = 1 + (node.isObject() ? node.size() : 0);
        for (JsonNode child : node) {
            count += literals(child);
        }
        return count;
    }

    private static int longestText(JsonNode node) {
        int longest = node.isTextual() ? node.textValue().getBytes(StandardCharsets.UTF_8).length : 0;
        for (JsonNode child : node) {
            longest = Math.max(longest, longestText(child));
        }
        return longest;
    }

    private static String value(JsonNode node, int indent) {
        if (node instanceof ObjectNode map) {
            return map.isEmpty() ? "[:]" : elements(map, indent);
        }
        if (node instanceof ArrayNode list) {
            return list.isEmpty() ? "[]" : elements(list, indent);
        }
        return node.isTextual() ? text(node.textValue()) : number(node);
    }

    /** Groovy needs the suffix of numbers that are no int. */
    private static String number(JsonNode node) {
        return node.isIntegralNumber() && !node.canConvertToInt()
                ? node.asText() + (node.canConvertToLong() ? "L" : "G")
                : node.asText();
    }

    private static String elements(JsonNode container, int indent) {
        List<String> onOneLine = parts(container, indent);
        String line = "[" + String.join(", ", onOneLine) + "]";
        if (line.length() + indent <= LINE && line.indexOf('\n') < 0) {
            return line;
        }
        String prefix = " ".repeat(indent + 4);
        StringJoiner lines = new StringJoiner(",\n" + prefix, "[\n" + prefix, "\n" + " ".repeat(indent) + "]");
        parts(container, indent + 4).forEach(lines::add);
        return lines.toString();
    }

    private static List<String> parts(JsonNode container, int indent) {
        if (container instanceof ObjectNode map) {
            return map.properties().stream().map(entry -> entry(entry, indent)).toList();
        }
        return container.valueStream().map(element -> value(element, indent)).toList();
    }

    private static String entry(Map.Entry<String, JsonNode> entry, int indent) {
        String key = entry.getKey();
        boolean plain = NAME.matcher(key).matches() && !KEYWORDS.contains(key);
        return (plain ? key : text(key)) + ": " + value(entry.getValue(), indent);
    }

    /** In single quotes, a dollar sign has no meaning. */
    private static String text(String text) {
        StringBuilder escaped = new StringBuilder("'");
        text.chars().forEach(character -> {
            switch (character) {
                case '\\', '\'' -> escaped.append('\\').append((char) character);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (character < 0x20) {
                        escaped.append("\\u%04x".formatted(character));
                    } else {
                        escaped.append((char) character);
                    }
                }
            }
        });
        return escaped.append('\'').toString();
    }
}
