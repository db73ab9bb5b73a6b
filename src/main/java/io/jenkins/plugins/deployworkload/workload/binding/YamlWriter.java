package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes trees as YAML files. Reading the file with any variables gives an equal tree. */
public final class YamlWriter {

    /** Texts that are safe without quotes if they are no number, boolean or null. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./@%+=~^$()*-]([A-Za-z0-9_./@%+=~^$()*,;: -]*[A-Za-z0-9_./@%+=~^$()*,;-])?");

    private static final Pattern UNSAFE = Pattern.compile("^([-?:*&!%@`=~]|[.]{3})|: | #|-$|^-");

    /** Lines that a literal block can hold as they are. */
    private static final Pattern BLOCK = Pattern.compile("(?![ \\n"
            + "])[\\x20-\\x7e\\u00a1-\\u2027\\u202a-\\ud7ff\\n"
            + "\\t]*[\\x21-\\x7e\\u00a1-\\u2027\\u202a-\\ud7ff]\\n"
            + "?");

    private static final String VARIABLE = "${";

    private final StringBuilder yaml = new StringBuilder();

    private final boolean hasVariables;

    private YamlWriter(boolean hasVariables) {
        this.hasVariables = hasVariables;
    }

    /** Writes one document. A text with <code>${</code> is escaped, so that it does not become a variable. */
    public static String write(JsonNode tree) {
        return write(tree, true);
    }

    /** Writes a Kubernetes object for other tools, which know no variables. */
    public static String writeObject(JsonNode tree) {
        return write(tree, false);
    }

    private static String write(JsonNode tree, boolean hasVariables) {
        YamlWriter writer = new YamlWriter(hasVariables);
        writer.value(tree, 0, false);
        return writer.yaml.toString();
    }

    /** @param inline whether the line has begun with the mark of a list element */
    private void value(JsonNode node, int indent, boolean inline) {
        if (node instanceof ObjectNode map && !map.isEmpty()) {
            boolean first = inline;
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                if (!first) {
                    yaml.append(" ".repeat(indent));
                }
                first = false;
                yaml.append(key(entry.getKey())).append(':');
                child(entry.getValue(), indent);
            }
        } else if (node instanceof ArrayNode list && !list.isEmpty()) {
            boolean first = inline;
            for (JsonNode element : list) {
                if (!first) {
                    yaml.append(" ".repeat(indent));
                }
                first = false;
                yaml.append("- ");
                value(element, indent + 2, true);
            }
        } else {
            yaml.append(scalar(node, indent)).append('\n');
        }
    }

    private void child(JsonNode value, int indent) {
        boolean empty = value.isContainerNode() && value.isEmpty();
        if (value.isContainerNode() && !empty) {
            yaml.append('\n');
            value(value, indent + 2, false);
        } else {
            yaml.append(' ').append(scalar(value, indent + 2)).append('\n');
        }
    }

    private static String key(String key) {
        return isPlain(key) && !key.contains(" ") ? key : quoted(key);
    }

    private String scalar(JsonNode node, int indent) {
        if (!node.isTextual()) {
            return node.toString();
        }
        String text = hasVariables ? node.textValue().replace(VARIABLE, "$" + VARIABLE) : node.textValue();
        if (text.indexOf('\n') >= 0 && indent > 0 && BLOCK.matcher(text).matches() && !text.contains(" \n")) {
            String prefix = " ".repeat(indent);
            String lines = text.stripTrailing().replace("\n", "\n" + prefix).replace("\n" + prefix + "\n", "\n\n");
            // Two adjacent empty lines.
            while (lines.contains("\n" + prefix + "\n")) {
                lines = lines.replace("\n" + prefix + "\n", "\n\n");
            }
            return (text.endsWith("\n") ? "|" : "|-") + "\n" + prefix + lines;
        }
        return isPlain(text) && !text.contains(VARIABLE) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && !UNSAFE.matcher(text).find()
                && !YamlTreeBuilder.isNull(text)
                && PlainScalar.typed(new PlainScalar(text)).isTextual();
    }

    /** A JSON string is a quoted YAML string. */
    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder();
        TextNode.valueOf(text).toString().chars().forEach(character -> {
            // Characters that YAML does not allow, or that break lines, in spite of quotes.
            boolean unsafe = character == 0x7f
                    || character >= 0x80 && character <= 0xa0
                    || character == 0x2028
                    || character == 0x2029
                    || character >= 0xfeff;
            if (unsafe) {
                safe.append("\\u%04x".formatted(character));
            } else {
                safe.append((char) character);
            }
        });
        return safe.toString();
    }
}
