package io.jenkins.plugins.deployworkload.manifest.patch;

import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a strategic merge patch merges the fields of one type of the Kubernetes API. The facts are in {@code
 * merge-keys.txt}.
 */
final class MergeSchema {

    /** The type whose fields have no merge keys: maps merge, and lists are replaced. */
    private static final MergeSchema PLAIN = new MergeSchema();

    private static final Field UNKNOWN_FIELD = new Field(null, "-", "-");

    private static final Map<String, MergeSchema> TYPES = new HashMap<>();

    /** The type of each kind, by apiVersion and kind. */
    private static final Map<String, MergeSchema> KINDS = new LinkedHashMap<>();

    static {
        read();
    }

    private final Map<String, Field> fields = new HashMap<>();

    private MergeSchema() {}

    /**
     * How the values of one field merge.
     *
     * @param typeName the type of the value or of the elements of a list; {@code null} if it has no merge keys
     */
    record Field(String typeName, String strategy, String key) {

        MergeSchema type() {
            return typeName == null ? PLAIN : TYPES.getOrDefault(typeName, PLAIN);
        }

        /** Whether the elements of a list merge; otherwise, the patch replaces the list. */
        boolean merges() {
            return List.of(strategy.split(",")).contains("merge");
        }

        boolean replaces() {
            return strategy.equals("replace");
        }

        /** The field that identifies an element of a list; {@code null} if the elements are scalars. */
        String mergeKey() {
            return key.equals("-") ? null : key;
        }
    }

    /**
     * The schema of a built-in kind. A version that the table does not have merges like another version of the kind.
     */
    static MergeSchema of(String apiVersion, String kind) {
        MergeSchema exact = KINDS.get(apiVersion + " " + kind);
        if (exact != null) {
            return exact;
        }
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" " + kind)
                        && CustomResourceDefinitions.mayBeVersionsOfOneKind(
                                entry.getKey().substring(0, entry.getKey().indexOf(' ')), apiVersion))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(KINDS.get("v1 ConfigMap"));
    }

    Field field(String name) {
        return fields.getOrDefault(name, UNKNOWN_FIELD);
    }

    private static void read() {
        try (InputStream table = MergeSchema.class.getResourceAsStream("merge-keys.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines().map(line -> line.split(" ")).forEach(MergeSchema::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String[] row) {
        switch (row[0]) {
            case "kind" -> KINDS.put(row[1] + " " + row[2], type(row[3]));
            case "field" ->
                type(row[1]).fields.put(row[2], new Field(row[3].equals("-") ? null : row[3], row[4], row[5]));
            default -> {
                // A comment.
            }
        }
    }

    private static MergeSchema type(String name) {
        return TYPES.computeIfAbsent(name, ignored -> new MergeSchema());
    }
}
