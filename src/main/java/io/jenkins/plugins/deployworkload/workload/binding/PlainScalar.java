package io.jenkins.plugins.deployworkload.workload.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scalar that a YAML text contains without quotes. It is a string for properties of the model, whose type is known. In
 * a value of any structure, its text decides about its type, with the rules of kubectl: those of YAML 1.1, so that
 * {@code 0644} is octal, and {@code yes} is true.
 *
 * @see <a href="https://github.com/yaml/go-yaml/blob/v2/resolve.go">go-yaml, which kubectl uses</a>
 */
final class PlainScalar extends TextNode {
    private static final long serialVersionUID = 1L;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    /** Groups: the sign; the digits with the prefixes 0x, 0b, 0o or 0. */
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:(0[xX][0-9a-fA-F]+)|(0[bB][01]+)|(0[oO]?[0-7]+)|(0|[1-9][0-9]*))");

    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    /** In characters. Longer digits are no number that the Kubernetes API has. */
    private static final int MAX_NUMBER_LENGTH = 64;

    PlainScalar(String text) {
        super(text);
    }

    /** A copy of a tree in which each scalar has the type that its text has in YAML. */
    static JsonNode typed(JsonNode node) {
        if (node instanceof ObjectNode map) {
            ObjectNode copy = NODES.objectNode();
            map.properties().forEach(entry -> copy.set(entry.getKey(), typed(entry.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = NODES.arrayNode();
            list.forEach(element -> copy.add(typed(element)));
            return copy;
        }
        return node instanceof PlainScalar scalar ? scalar.typed() : node;
    }

    private JsonNode typed() {
        String text = textValue();
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return NODES.booleanNode(TRUE.contains(text));
        }
        String number = text.replace("_", "");
        if (text.length() <= MAX_NUMBER_LENGTH && !text.startsWith("_")) {
            Matcher integer = INTEGER.matcher(number);
            if (integer.matches()) {
                return integer(integer);
            }
            if (FLOAT.matcher(number).matches()) {
                return NODES.numberNode(new BigDecimal(number.endsWith(".") ? number + "0" : number));
            }
        }
        return NODES.textNode(text);
    }

    private static JsonNode integer(Matcher number) {
        BigInteger value;
        if (number.group(2) != null) {
            value = new BigInteger(number.group(2).substring(2), 16);
        } else if (number.group(3) != null) {
            value = new BigInteger(number.group(3).substring(2), 2);
        } else if (number.group(4) != null) {
            value = new BigInteger(number.group(4).replaceAll("^0[oO]?", "0"), 8);
        } else {
            value = new BigInteger(number.group(5));
        }
        BigInteger signed = number.group(1).equals("-") ? value.negate() : value;
        if (signed.bitLength() < Integer.SIZE) {
            // IntOrString of the Kubernetes model accepts an int, but no long.
            return NODES.numberNode(signed.intValue());
        }
        return signed.bitLength() < Long.SIZE ? NODES.numberNode(signed.longValue()) : NODES.numberNode(signed);
    }
}
