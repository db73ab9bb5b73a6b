package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.rules.RuleTable.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares this plugin's validation of random workloads with the real API server's validation of the rendered objects.
 * For a full run, set {@code -Ddifferential.cases=40000}. To test other workloads, set {@code -Ddifferential.seed}.
 */
@Tag("control-plane")
class DifferentialTest {

    private static final int THREADS = 3;
    private static final int FULL_RUN_CASES = 40_000;

    private final Disagreements disagreements = new Disagreements();
    private final Coverage coverage = new Coverage();

    /** The results of both validations; {@code rejections} is empty if the workload could not be rendered. */
    private record Verdicts(
            WorkloadGenerator.Case testCase, List<Problem> problems, Optional<List<String>> rejections) {}

    @Test
    void validationAgreesWithApiServer() throws Exception {
        KubernetesVersion.assumeSince(37, "validation of fields that an older API server drops");
        int cases = Integer.getInteger("differential.cases", 300);
        WorkloadGenerator generator = new WorkloadGenerator(Long.getLong("differential.seed", 1));
        List<Future<Verdicts>> running = new ArrayList<>();
        try (ApiServerDryRun server = new ApiServerDryRun();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < cases; i++) {
                WorkloadGenerator.Case testCase = generator.next(i);
                running.add(threads.submit(() -> verdicts(testCase, server)));
            }
            for (Future<Verdicts> future : running) {
                compare(future.get());
            }
        }
        String report = disagreements.report() + "\nfaulty share " + coverage.faultyShare() + ", least covered of "
                + coverage.properties() + " properties " + coverage.leastCoveredProperty() + ", least covered of "
                + coverage.rules() + " rules " + coverage.leastCoveredRule();
        System.out.println(report);
        assertThat(disagreements.unexplained()).as(report).isEmpty();
        if (cases >= FULL_RUN_CASES) {
            assertThat(coverage.faultyShare()).isBetween(0.4, 0.6);
            assertThat(coverage.leastCoveredProperty().getValue()).as(report).isGreaterThanOrEqualTo(cases / 100);
            assertThat(coverage.leastCoveredRule().getValue()).as(report).isGreaterThanOrEqualTo(50);
        }
    }

    /**
     * Replaces single values of workloads with edge cases. The API server must accept every workload that passes the
     * validation of this plugin.
     */
    @Test
    void apiServerAcceptsWhatPassesValidation() throws Exception {
        int cases = Integer.getInteger("differential.cases", 300);
        WorkloadGenerator generator = new WorkloadGenerator(Long.getLong("differential.seed", 1));
        List<Future<Optional<String>>> running = new ArrayList<>();
        try (ApiServerDryRun server = new ApiServerDryRun();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < cases; i++) {
                Random random = new Random(i + Long.getLong("differential.seed", 1));
                ObjectNode tree = generator.valid(i);
                String change = EdgeCaseMutator.mutate(tree, random);
                running.add(threads.submit(() -> acceptedButRejected(tree, change, server)));
            }
            Map<String, Integer> found = new TreeMap<>();
            for (Future<Optional<String>> future : running) {
                future.get().ifPresent(reason -> found.merge(reason, 1, Integer::sum));
            }
            assertThat(found).isEmpty();
        }
    }

    private static Optional<String> acceptedButRejected(ObjectNode tree, String change, ApiServerDryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(tree, Workload.class, problems);
        try {
            return problems.isEmpty()
                    ? server.rejections(render(workload, server)).stream()
                            .filter(rejection -> !isChoiceOfCluster(rejection))
                            .findFirst()
                            .map(rejection -> change + ": " + rejection)
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(change + ": " + e);
        }
    }

    private static List<HasMetadata> render(Workload workload, ApiServerDryRun server) {
        return WorkloadRenderer.render(workload, server.namespace(), SampleSecrets.of(workload));
    }

    /** Only the cluster knows its IP families, the ranges of its Service addresses and node ports, and which are in use. */
    private static boolean isChoiceOfCluster(String rejection) {
        return rejection.contains("not in the valid range")
                || rejection.contains("already allocated")
                || rejection.contains("not configured on this cluster");
    }

    private static Verdicts verdicts(WorkloadGenerator.Case testCase, ApiServerDryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(testCase.tree(), Workload.class, problems);
        return new Verdicts(
                testCase,
                problems.list(),
                rendered(workload, testCase.tree(), server)
                        .map(objects -> server.rejections(objects).stream()
                                .filter(rejection -> !isChoiceOfCluster(rejection))
                                .toList()));
    }

    /**
     * Returns an empty result if the binder has dropped an invalid value, because the rendered objects would not
     * contain the error under test.
     */
    private static Optional<List<HasMetadata>> rendered(Workload workload, ObjectNode tree, ApiServerDryRun server) {
        try {
            return scalarsAsText(TreeWriter.toTree(workload)).equals(scalarsAsText(tree))
                    ? Optional.of(render(workload, server))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // A failure is allowed here: the plugin never renders an invalid workload, because it refuses the workload
            // earlier.
            return Optional.empty();
        }
    }

    private void compare(Verdicts verdicts) {
        WorkloadGenerator.Case testCase = verdicts.testCase();
        boolean brokenAlone = testCase.brokenRules().size() == 1
                && !verdicts.problems().isEmpty()
                && verdicts.problems().stream()
                        .allMatch(problem -> problem.path()
                                .equals(testCase.brokenRules().get(0).path()));
        coverage.add(testCase, brokenAlone);
        if (testCase.brokenRules().isEmpty() && !verdicts.problems().isEmpty()) {
            disagreements.unexplained(
                    "generated as valid, but refused: " + verdicts.problems().get(0), testCase);
        } else if (!testCase.brokenRules().isEmpty() && verdicts.problems().isEmpty()) {
            disagreements.unexplained("fault not reported: " + testCase.brokenRules(), testCase);
        } else if (verdicts.rejections().isEmpty()) {
            disagreements.notRendered();
        } else if (verdicts.problems().isEmpty() == verdicts.rejections().get().isEmpty()) {
            disagreements.agreed();
        } else if (verdicts.problems().isEmpty()) {
            disagreements.unexplained(
                    "refused only by the API server: "
                            + verdicts.rejections().get().get(0),
                    testCase);
        } else {
            stricter(testCase);
        }
    }

    private void stricter(WorkloadGenerator.Case testCase) {
        Optional<Rule> unexplained = testCase.brokenRules().stream()
                .filter(rule -> rule.whyStricter().isEmpty())
                .findFirst();
        if (unexplained.isPresent()) {
            disagreements.unexplained(
                    "refused only by this plugin: " + unexplained.get().name(), testCase);
        } else {
            disagreements.explained(testCase.brokenRules().get(0).name() + ": "
                    + testCase.brokenRules().get(0).whyStricter());
        }
    }

    /** Converts scalars to texts and omits empty values, so that trees from YAML and from sections can be compared. */
    private static JsonNode scalarsAsText(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> {
                JsonNode value = scalarsAsText(field.getValue());
                boolean isListOrMap = field.getValue().isArray()
                        || "labels,annotations,podLabels,podAnnotations,matchLabels,nodeSelector,requests,limits"
                                .contains(field.getKey());
                if (!value.isNull() && !(isListOrMap && value.isEmpty())) {
                    object.set(field.getKey(), value);
                }
            });
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(scalarsAsText(element)));
            return array;
        }
        return node.isNull() ? node : JsonNodeFactory.instance.textNode(node.asText());
    }
}
