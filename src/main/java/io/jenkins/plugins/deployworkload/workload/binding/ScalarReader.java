package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Converts scalar values. Numbers and booleans can also be strings, because the YAML reader and forms deliver strings.
 */
final class ScalarReader {

    /** Numbers that would need more zeros than this are written in scientific notation. */
    private static final int MAX_ZEROS = 40;

    /** In characters. The time to parse a number grows with the square of its length. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private ScalarReader() {}

    /**
     * Returns the converted value. Returns null if an enum value is empty. If the value has another type, adds a
     * problem and returns null.
     */
    static Object read(Class<?> type, JsonNode node, String path, Problems problems) {
        if (!node.isValueNode()) {
            problems.add(path, Messages.ScalarReader_NotAScalar(describe(node)));
            return null;
        }
        if (type == String.class) {
            return textOf(node);
        }
        if (type == Integer.class || type == Long.class) {
            return number(type, node, path, problems);
        }
        if (type == Boolean.class) {
            return booleanValue(node, path, problems);
        }
        return enumConstant(type, node, path, problems);
    }

    /** Describes a value for a message: a quoted string, a number, a boolean, "a map" or "a list". */
    static String describe(JsonNode node) {
        if (node.isObject()) {
            return Messages.ScalarReader_Map();
        }
        if (node.isArray()) {
            return Messages.ScalarReader_List();
        }
        return node.isTextual() ? Quoted.of(node.textValue()) : textOf(node);
    }

    private static String textOf(JsonNode node) {
        if (!node.isNumber()) {
            return node.asText();
        }
        BigDecimal number = node.decimalValue();
        // In plain notation, 1e999999999 would be a gigabyte of zeros.
        return Math.abs((long) number.scale()) > MAX_ZEROS ? number.toString() : number.toPlainString();
    }

    private static Number number(Class<?> type, JsonNode node, String path, Problems problems) {
        try {
            String text = textOf(node).trim();
            if (text.length() > MAX_NUMBER_LENGTH) {
                throw new ArithmeticException();
            }
            BigDecimal value = new BigDecimal(text);
            return type == Integer.class ? (Number) value.intValueExact() : (Number) value.longValueExact();
        } catch (NumberFormatException e) {
            problems.add(path, Messages.ScalarReader_NotANumber(describe(node)));
        } catch (ArithmeticException e) {
            problems.add(path, Messages.ScalarReader_NotAWholeNumber(describe(node)));
        }
        return null;
    }

    private static Object booleanValue(JsonNode node, String path, Problems problems) {
        return switch (textOf(node).trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problems.add(path, Messages.ScalarReader_NotABoolean(describe(node)));
                yield null;
            }
        };
    }

    private static Object enumConstant(Class<?> type, JsonNode node, String path, Problems problems) {
        Object[] constants = type.getEnumConstants();
        String text = textOf(node).trim();
        if (text.isEmpty()) {
            // Kubernetes treats an empty enum value as absent: `medium: ""`.
            return null;
        }
        for (Object constant : constants) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        List<String> values = Arrays.stream(constants).map(Object::toString).toList();
        problems.add(path, Messages.ScalarReader_UnsupportedValue(describe(node), String.join(", ", values)));
        return null;
    }
}
