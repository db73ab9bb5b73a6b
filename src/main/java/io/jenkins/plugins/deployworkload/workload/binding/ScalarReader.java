package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Reads single values. Numbers and truth values may come as such or as text, for YAML and forms write texts. */
public final class ScalarReader {

    private static final int MAX_ZEROS = 40;

    /** In characters: the time to read a number grows with the square of its digits. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private ScalarReader() {}

    /** The value, or null where it is none of this type; the problem has then been said. */
    public static Object read(Class<?> type, JsonNode node, String path, Problems problems) {
        if (!node.isValueNode()) {
            problems.add(path, Messages.Problem_Value(describe(node)));
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

    /** What was read, for a message: a text in quotes, a number as it is, or the kind of a larger thing. */
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
        // Written out, 1e999999999 would be a gigabyte of zeros.
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
            problems.add(path, Messages.Problem_Number(describe(node)));
        } catch (ArithmeticException e) {
            problems.add(path, Messages.Problem_WholeNumber(describe(node)));
        }
        return null;
    }

    private static Object booleanValue(JsonNode node, String path, Problems problems) {
        return switch (textOf(node).trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problems.add(path, Messages.Problem_Boolean(describe(node)));
                yield null;
            }
        };
    }

    private static Object enumConstant(Class<?> type, JsonNode node, String path, Problems problems) {
        Object[] constants = type.getEnumConstants();
        String text = textOf(node).trim();
        if (text.isEmpty()) {
            // To Kubernetes an empty word is none: `medium: ""`.
            return null;
        }
        for (Object constant : constants) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        List<String> words = Arrays.stream(constants).map(Object::toString).toList();
        problems.add(path, Messages.Problem_Enum(describe(node), String.join(", ", words)));
        return null;
    }
}
