package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.manifest.importing.ImportedWorkload;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts imported workloads by kind, and the fields for which they need patches. */
final class CoverageCounts {

    /** Maps of which the keys are names of users. */
    private static final Set<String> MAPS =
            Set.of("labels", "annotations", "matchLabels", "nodeSelector", "requests", "limits", "volumeAttributes");

    /** The fields by which the lists of a strategic merge patch find their elements. */
    private static final Set<String> KEYS = Set.of("name", "mountPath", "containerPort", "$patch");

    private static final String ALL = "all";
    private static final String DIFFERENT = " differs after rendering";

    private static final class Row {
        private int workloads;
        private int typed;
        private int patched;
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, Integer> patchedFields = new TreeMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();

    /**
     * Counts an imported workload.
     *
     * @return the fields that patches set; empty if the workload needs none
     */
    List<String> add(ObjectNode manifest, ImportedWorkload imported) {
        Set<String> fields = new TreeSet<>();
        for (JsonNode patch : imported.description().path("patches")) {
            collect(patch.path("merge"), "", fields);
            patch.path("json6902")
                    .forEach(operation ->
                            fields.add(generalized(operation.path("path").asText())));
        }
        Set<String> differences = RenderedManifest.differences(imported.description(), manifest);
        differences.forEach(field -> fields.add(field + DIFFERENT));
        fields.forEach(field -> patchedFields.merge(field, 1, Integer::sum));
        for (Row row : rowsOf(manifest.path("kind").asText())) {
            row.workloads++;
            row.typed += fields.isEmpty() ? 1 : 0;
            row.patched += differences.isEmpty() ? 1 : 0;
        }
        return List.copyOf(fields);
    }

    /** Counts a workload that cannot be imported, and returns the problems. */
    List<String> addRefused(ObjectNode manifest, List<Problem> problems) {
        rowsOf(manifest.path("kind").asText()).forEach(row -> row.workloads++);
        List<String> reasons = problems.stream()
                .map(problem -> problem.message().replaceAll("\"[^\"]*\"", "…"))
                .distinct()
                .toList();
        reasons.forEach(reason -> refusals.merge(reason, 1, Integer::sum));
        return reasons;
    }

    private List<Row> rowsOf(String kind) {
        return List.of(rows.computeIfAbsent(ALL, name -> new Row()), rows.computeIfAbsent(kind, name -> new Row()));
    }

    private static void collect(JsonNode node, String path, Set<String> fields) {
        if (node.isObject() && !node.isEmpty() && MAPS.stream().noneMatch(map -> path.endsWith("." + map))) {
            node.properties().stream()
                    .filter(entry -> !path.endsWith("[]") || node.size() == 1 || !KEYS.contains(entry.getKey()))
                    .forEach(entry -> collect(
                            entry.getValue(), path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), fields));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            node.forEach(element -> collect(element, path + "[]", fields));
        } else {
            fields.add(path);
        }
    }

    private static String generalized(String pointer) {
        return pointer.substring(1).replaceAll("/(\\d+|-)(?=/|$)", "[]").replace('/', '.');
    }

    void print(PrintWriter out) {
        out.println("\n| kind | workloads | without patches | with patches |\n|---|---|---|---|");
        rows.forEach((kind, row) -> out.println("| " + kind + " | " + row.workloads + " | "
                + share(row.typed, row.workloads) + " | " + share(row.patched, row.workloads) + " |"));
        table(out, "field that needs a patch", patchedFields);
        table(out, "why there is no description", refusals);
    }

    private static void table(PrintWriter out, String title, Map<String, Integer> counts) {
        out.println("\n| " + title + " | workloads |\n|---|---|");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> out.println("| `" + entry.getKey() + "` | " + entry.getValue() + " |"));
    }

    private static String share(int part, int whole) {
        return part + " (" + String.format(Locale.ROOT, "%.1f", 100.0 * part / whole) + " %)";
    }
}
