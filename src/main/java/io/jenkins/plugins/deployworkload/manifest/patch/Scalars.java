package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares values as JSON does: the Java type of a number does not matter. */
final class Scalars {

    private Scalars() {}

    static boolean same(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        return left.equals(right);
    }

    /** Like {@link #same}, for whole trees. */
    static boolean sameTree(JsonNode left, JsonNode right) {
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        if (left.isObject()) {
            return left.properties().stream()
                    .allMatch(entry ->
                            right.has(entry.getKey()) && sameTree(entry.getValue(), right.get(entry.getKey())));
        }
        if (left.isArray()) {
            for (int i = 0; i < left.size(); i++) {
                if (!sameTree(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return same(left, right);
    }
}
