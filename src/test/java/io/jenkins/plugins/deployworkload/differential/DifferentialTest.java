package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
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
 * What this validation says of random workloads, beside what the real API server says of the objects that they stand for.
 * By hand: {@code -Ddifferential.cases=20000}, with another {@code -Ddifferential.seed} for others.
 */
@Tag("control-plane")
class DifferentialTest {

    private static final int THREADS = 3;
    private static final int FULL_RUN_CASES = 20_000;

    private final Disagreements disagreements = new Disagreements();
    private final Coverage coverage = new Coverage();

    /** What both said; without the server's word where nothing could be rendered to ask it. */
    private record Verdicts(
            WorkloadGenerator.Case testCase, List<Problem> problems, Optional<List<String>> rejections) {}

    @Test
    void validationAgreesWithApiServer() throws Exception {
        int cases = Integer.getInteger("differential.cases", 300);
        WorkloadGenerator generator = new WorkloadGenerator(Long.getLong("differential.seed", 1));
        List<Future<Verdicts>> running = new ArrayList<>();
        try (ApiServerDryRun server = new ApiServerDryRun();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < cases; i++) {
                WorkloadGenerator.Case next = generator.next(i);
                running.add(threads.submit(() -> verdicts(next, server)));
            }
            for (Future<Verdicts> one : running) {
                compare(one.get());
            }
        }
        String report = disagreements.report() + "\nfaulty " + coverage.faultyShare() + ", rarest of "
                + coverage.properties() + " properties " + coverage.leastCoveredProperty() + ", rarest of "
                + coverage.rules() + " rules broken alone " + coverage.leastCoveredRule();
        System.out.println(report);
        assertThat(disagreements.unexplained()).as(report).isEmpty();
        if (cases >= FULL_RUN_CASES) {
            assertThat(coverage.faultyShare()).isBetween(0.4, 0.6);
            assertThat(coverage.leastCoveredProperty().getValue()).as(report).isGreaterThanOrEqualTo(cases / 100);
            assertThat(coverage.leastCoveredRule().getValue()).as(report).isGreaterThanOrEqualTo(50);
        }
    }

    /** Any value at the edge of any rule: what passes here, passes there. */
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
                String changed = EdgeCaseMutator.mutate(tree, random);
                running.add(threads.submit(() -> acceptedButRejected(tree, changed, server)));
            }
            Map<String, Integer> found = new TreeMap<>();
            for (Future<Optional<String>> one : running) {
                one.get().ifPresent(reason -> found.merge(reason, 1, Integer::sum));
            }
            assertThat(found).isEmpty();
        }
    }

    private static Optional<String> acceptedButRejected(ObjectNode tree, String changed, ApiServerDryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(tree, Workload.class, problems);
        try {
            return problems.isEmpty()
                    ? server.rejections(WorkloadRenderer.render(workload, server.namespace())).stream()
                            .findFirst()
                            .map(refusal -> changed + ": " + refusal)
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(changed + ": " + e);
        }
    }

    private static Verdicts verdicts(WorkloadGenerator.Case one, ApiServerDryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(one.tree(), Workload.class, problems);
        return new Verdicts(
                one, problems.list(), rendered(workload, one.tree(), server).map(server::rejections));
    }

    /** Nothing where a part could not be bound: the objects would not hold the very fault that is asked about. */
    private static Optional<List<HasMetadata>> rendered(Workload workload, ObjectNode tree, ApiServerDryRun server) {
        try {
            return scalarsAsText(TreeWriter.toTree(workload)).equals(scalarsAsText(tree))
                    ? Optional.of(WorkloadRenderer.render(workload, server.namespace()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // What is missing or broken cannot always be rendered; nobody would, for it is refused before.
            return Optional.empty();
        }
    }

    private void compare(Verdicts verdicts) {
        WorkloadGenerator.Case one = verdicts.testCase();
        boolean alone = one.brokenRules().size() == 1
                && !verdicts.problems().isEmpty()
                && verdicts.problems().stream()
                        .allMatch(problem ->
                                problem.path().equals(one.brokenRules().get(0).path()));
        coverage.add(one, alone);
        if (one.brokenRules().isEmpty() && !verdicts.problems().isEmpty()) {
            disagreements.unexplained(
                    "made valid, but refused: " + verdicts.problems().get(0), one);
        } else if (!one.brokenRules().isEmpty() && verdicts.problems().isEmpty()) {
            disagreements.unexplained("a fault was not seen: " + one.brokenRules(), one);
        } else if (verdicts.rejections().isEmpty()) {
            disagreements.notRendered();
        } else if (verdicts.problems().isEmpty() == verdicts.rejections().get().isEmpty()) {
            disagreements.agreed();
        } else if (verdicts.problems().isEmpty()) {
            disagreements.unexplained(
                    "only the server refuses: " + verdicts.rejections().get().get(0), one);
        } else {
            stricter(one);
        }
    }

    private void stricter(WorkloadGenerator.Case one) {
        Optional<Rule> without = one.brokenRules().stream()
                .filter(rule -> rule.whyStricter().isEmpty())
                .findFirst();
        if (without.isPresent()) {
            disagreements.unexplained("only refused here: " + without.get().name(), one);
        } else {
            disagreements.explained(one.brokenRules().get(0).name() + ": "
                    + one.brokenRules().get(0).whyStricter());
        }
    }

    /** Numbers as texts, without what says nothing, so that trees from different doors can be compared. */
    private static JsonNode scalarsAsText(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> {
                JsonNode value = scalarsAsText(field.getValue());
                boolean listed = field.getValue().isArray()
                        || "labels,annotations,nodeSelector,requests,limits".contains(field.getKey());
                if (!value.isNull() && !(listed && value.isEmpty())) {
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
