package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.manifest.importing.RoundTrip;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures imports over a folder with public manifests, which the repository does not have: {@code
 * -Dimport.corpus=FOLDER}. Each workload is imported with the objects of its file.
 */
@EnabledIfSystemProperty(named = "import.corpus", matches = ".+")
class CorpusImportTest {

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob");

    private static final Pattern NOTED = Pattern.compile(
            "^(Service \\S+ is new|\\S+ \\S+ is missing)$|/apiVersion: |/spec/replicas: |/spec/selector:  became ");

    private int files;
    private int exact;

    /** Imports with a difference that a note names: a removed API version, another namespace, an implied Service. */
    private int noted;

    private int workloads;
    private final Map<String, List<String>> misses = new TreeMap<>();

    @Test
    void importsComeBack() throws Exception {
        try (Stream<Path> paths = Files.walk(Path.of(System.getProperty("import.corpus")))) {
            for (Path path : paths.filter(path -> path.toString().matches(".*\\.ya?ml") && Files.isRegularFile(path))
                    .sorted()
                    .toList()) {
                measure(path);
            }
        }
        StringBuilder report = new StringBuilder(
                "files " + files + ", exact " + exact + ", exact but for notes " + noted + ", workloads " + workloads);
        misses.forEach((reason, where) -> report.append("\n")
                .append(where.size())
                .append(" × ")
                .append(reason)
                .append("\n    ")
                .append(where.getFirst()));
        System.out.println(report);
        assertThat(exact + noted).as(report::toString).isGreaterThanOrEqualTo(files * 99 / 100);
    }

    private void measure(Path path) throws Exception {
        List<JsonNode> objects = new ArrayList<>();
        try {
            RoundTrip.parse(Files.readString(path)).forEach(tree -> flatten(tree, objects));
        } catch (InvalidDescriptionException | java.nio.charset.CharacterCodingException e) {
            return;
        }
        int found = (int) objects.stream()
                .filter(object -> WORKLOADS.contains(object.path("kind").asText()))
                .count();
        boolean complete = objects.stream().allMatch(this::isObject);
        Set<String> identities = new HashSet<>();
        boolean unique = objects.stream()
                .allMatch(object -> identities.add(object.path("kind") + " " + object.at("/metadata/name")));
        boolean patch = objects.stream()
                .filter(object -> WORKLOADS.contains(object.path("kind").asText()))
                .anyMatch(CorpusImportTest::isPatch);
        if (found == 0 || !complete || !unique || patch) {
            return;
        }
        files++;
        workloads += found;
        try {
            List<String> differences = RoundTrip.differences(objects, false);
            if (differences.isEmpty()) {
                exact++;
            } else if (differences.stream()
                    .allMatch(difference -> NOTED.matcher(difference).find())) {
                noted++;
            } else {
                differences.removeIf(difference -> NOTED.matcher(difference).find());
                miss(differences.getFirst().replaceFirst("^\\w+ [^/ ]+", "…"), path);
            }
        } catch (InvalidDescriptionException e) {
            miss(e.getMessage().lines().findFirst().orElse(""), path);
        } catch (RuntimeException e) {
            miss(e.toString() + " at " + e.getStackTrace()[0], path);
        }
    }

    /** Patches of kustomize have the kind of their target, but not all of its required fields. */
    private static boolean isPatch(JsonNode workload) {
        boolean cron = workload.path("kind").asText().equals("CronJob");
        JsonNode template = workload.at(cron ? "/spec/jobTemplate/spec/template" : "/spec/template");
        JsonNode containers = template.at("/spec/containers");
        boolean incomplete =
                containers.isEmpty() || cron && !workload.at("/spec").has("schedule");
        for (JsonNode container : containers) {
            incomplete |= !container.has("image") || !container.has("name");
        }
        boolean apps = workload.path("apiVersion").asText().equals("apps/v1");
        return incomplete || apps && !workload.at("/spec").has("selector");
    }

    private void miss(String reason, Path path) {
        misses.computeIfAbsent(reason.length() > 200 ? reason.substring(0, 200) : reason, ignored -> new ArrayList<>())
                .add(path.toString());
    }

    private boolean isObject(JsonNode tree) {
        return tree.hasNonNull("apiVersion")
                && tree.hasNonNull("kind")
                && tree.at("/metadata").hasNonNull("name");
    }

    private static void flatten(JsonNode tree, List<JsonNode> objects) {
        if (tree.path("kind").asText().endsWith("List") && tree.path("items").isArray()) {
            tree.path("items").forEach(item -> flatten(item, objects));
        } else if (tree instanceof ObjectNode) {
            objects.add(tree);
        }
    }
}
