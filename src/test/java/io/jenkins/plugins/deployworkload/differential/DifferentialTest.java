package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.Manifest;
import io.jenkins.plugins.deployworkload.workload.RuleTable.Rule;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
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
    private static final int FULL = 20_000;

    private final Disagreements disagreements = new Disagreements();
    private final Coverage coverage = new Coverage();

    /** What both said; without the server's word where nothing could be rendered to ask it. */
    private record Verdicts(Generator.Case of, List<Problem> ours, Optional<List<String>> servers) {}

    @Test
    void theServerAgrees() throws Exception {
        int cases = Integer.getInteger("differential.cases", 300);
        Generator generator = new Generator(Long.getLong("differential.seed", 1));
        List<Future<Verdicts>> running = new ArrayList<>();
        try (DryRun server = new DryRun();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < cases; i++) {
                Generator.Case next = generator.next(i);
                running.add(threads.submit(() -> verdicts(next, server)));
            }
            for (Future<Verdicts> one : running) {
                compare(one.get());
            }
        }
        String report = disagreements.report() + "\nfaulty " + coverage.faultyShare() + ", rarest of "
                + coverage.properties() + " properties " + coverage.rarest() + ", rarest of "
                + coverage.rules() + " rules broken alone " + coverage.rarestRule();
        System.out.println(report);
        assertThat(disagreements.unexplained()).as(report).isEmpty();
        if (cases >= FULL) {
            assertThat(coverage.faultyShare()).isBetween(0.4, 0.6);
            assertThat(coverage.rarest().getValue()).as(report).isGreaterThanOrEqualTo(cases / 100);
            assertThat(coverage.rarestRule().getValue()).as(report).isGreaterThanOrEqualTo(50);
        }
    }

    /** Any value at the edge of any rule: what passes here, passes there. */
    @Test
    void nothingPassesThatTheServerRefuses() throws Exception {
        int cases = Integer.getInteger("differential.cases", 300);
        Generator generator = new Generator(Long.getLong("differential.seed", 1));
        List<Future<Optional<String>>> running = new ArrayList<>();
        try (DryRun server = new DryRun();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < cases; i++) {
                Random random = new Random(i + Long.getLong("differential.seed", 1));
                ObjectNode tree = generator.valid(i);
                String changed = Nasty.put(tree, random);
                running.add(threads.submit(() -> passedAndRefused(tree, changed, server)));
            }
            Map<String, Integer> found = new TreeMap<>();
            for (Future<Optional<String>> one : running) {
                one.get().ifPresent(reason -> found.merge(reason, 1, Integer::sum));
            }
            assertThat(found).isEmpty();
        }
    }

    private static Optional<String> passedAndRefused(ObjectNode tree, String changed, DryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(tree, Workload.class, problems);
        try {
            return problems.isEmpty()
                    ? server.refusals(Manifest.of(workload, server.namespace())).stream()
                            .findFirst()
                            .map(refusal -> changed + ": " + refusal)
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(changed + ": " + e);
        }
    }

    private static Verdicts verdicts(Generator.Case one, DryRun server) {
        Problems problems = new Problems();
        Workload workload = Binder.bind(one.tree(), Workload.class, problems);
        return new Verdicts(
                one, problems.list(), rendered(workload, one.tree(), server).map(server::refusals));
    }

    /** Nothing where a part could not be bound: the objects would not hold the very fault that is asked about. */
    private static Optional<List<HasMetadata>> rendered(Workload workload, ObjectNode tree, DryRun server) {
        try {
            return texts(Tree.of(workload)).equals(texts(tree))
                    ? Optional.of(Manifest.of(workload, server.namespace()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // What is missing or broken cannot always be rendered; nobody would, for it is refused before.
            return Optional.empty();
        }
    }

    private void compare(Verdicts verdicts) {
        Generator.Case one = verdicts.of();
        boolean alone = one.broken().size() == 1
                && !verdicts.ours().isEmpty()
                && verdicts.ours().stream()
                        .allMatch(problem ->
                                problem.path().equals(one.broken().get(0).path()));
        coverage.add(one, alone);
        if (one.broken().isEmpty() && !verdicts.ours().isEmpty()) {
            disagreements.unexplained(
                    "made valid, but refused: " + verdicts.ours().get(0), one);
        } else if (!one.broken().isEmpty() && verdicts.ours().isEmpty()) {
            disagreements.unexplained("a fault was not seen: " + one.broken(), one);
        } else if (verdicts.servers().isEmpty()) {
            disagreements.unasked();
        } else if (verdicts.ours().isEmpty() == verdicts.servers().get().isEmpty()) {
            disagreements.agreed();
        } else if (verdicts.ours().isEmpty()) {
            disagreements.unexplained(
                    "only the server refuses: " + verdicts.servers().get().get(0), one);
        } else {
            stricter(one);
        }
    }

    private void stricter(Generator.Case one) {
        Optional<Rule> without =
                one.broken().stream().filter(rule -> rule.stricter().isEmpty()).findFirst();
        if (without.isPresent()) {
            disagreements.unexplained("only refused here: " + without.get().name(), one);
        } else {
            disagreements.explained(
                    one.broken().get(0).name() + ": " + one.broken().get(0).stricter());
        }
    }

    /** Numbers as texts, without what says nothing, so that trees from different doors can be compared. */
    private static JsonNode texts(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> {
                JsonNode value = texts(field.getValue());
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
            node.forEach(element -> array.add(texts(element)));
            return array;
        }
        return node.isNull() ? node : JsonNodeFactory.instance.textNode(node.asText());
    }
}
