package io.jenkins.plugins.deployworkload.manifest.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the draft of a description valid: removes each value that the model refuses. The value then becomes a part of a
 * patch. A Service, autoscaler or disruption budget with such a value becomes an object beside the workload.
 */
final class DraftRepair {

    /** Each round removes at least one value, or moves an object. */
    private static final int MAX_ROUNDS = 1000;

    /** Without one of these there is no workload. */
    private static final Set<String> REQUIRED = Set.of("", "name", "controller", "containers");

    private static final Pattern TOKEN = Pattern.compile("\\.?([A-Za-z0-9_-]+)|\\[([0-9]+)\\]|\\[\"([^\"]*)\"\\]");

    private DraftRepair() {}

    /** @throws InvalidDescriptionException if the workload cannot be described */
    static ObjectNode repair(Belongings belongings) throws InvalidDescriptionException {
        ObjectNode draft = WorkloadDraft.of(belongings);
        List<Problem> removed = new ArrayList<>();
        for (int i = 0; i < MAX_ROUNDS; i++) {
            Problems problems = new Problems();
            Binder.bind(draft, Workload.class, problems);
            if (problems.isEmpty()) {
                return draft;
            }
            List<KubernetesObject> undescribed = undescribed(problems.list(), belongings);
            if (undescribed.isEmpty()) {
                remove(draft, problems.list(), removed);
                removed.addAll(problems.list());
            } else {
                undescribed.forEach(belongings::moveToOthers);
                draft = WorkloadDraft.of(belongings);
            }
        }
        throw new IllegalStateException("The draft of " + belongings.workload().label() + " stays invalid");
    }

    private static List<KubernetesObject> undescribed(List<Problem> problems, Belongings belongings) {
        List<KubernetesObject> undescribed = new ArrayList<>();
        for (Problem problem : problems) {
            for (int i = 0; i < belongings.services().size(); i++) {
                if (problem.path().startsWith("services[" + i + "]")) {
                    undescribed.add(belongings.services().get(i));
                }
            }
            if (problem.path().startsWith("podDisruptionBudget")) {
                undescribed.add(belongings.budget());
            }
            if (problem.path().contains(".autoscaling")) {
                undescribed.add(belongings.autoscaler());
            }
        }
        return undescribed.stream().distinct().toList();
    }

    private static void remove(ObjectNode draft, List<Problem> problems, List<Problem> removed)
            throws InvalidDescriptionException {
        List<Runnable> removals = new ArrayList<>();
        for (Problem problem : problems) {
            removals.add(removal(draft, problem, removed));
        }
        removals.forEach(Runnable::run);
    }

    /** The removal of the value with the problem; of the value that lacks it if it is missing. */
    private static Runnable removal(ObjectNode draft, Problem problem, List<Problem> removed)
            throws InvalidDescriptionException {
        JsonNode parent = null;
        JsonNode node = draft;
        String field = "";
        StringBuilder path = new StringBuilder();
        Matcher token = TOKEN.matcher(problem.path());
        while (token.find()) {
            String name = token.group(1) == null ? token.group(3) : token.group(1);
            JsonNode child = name == null ? node.get(Integer.parseInt(token.group(2))) : node.get(name);
            if (child == null) {
                break;
            }
            path.append(path.isEmpty() ? "" : "/").append(name == null ? token.group(2) : name);
            parent = node;
            node = child;
            field = name;
        }
        if (REQUIRED.contains(path.toString()) || path.toString().matches("controller/[A-Za-z]+")) {
            throw unrepairable(problem, removed);
        }
        JsonNode invalid = node;
        String key = field;
        return switch (parent) {
            case ObjectNode map -> () -> map.remove(key);
            case ArrayNode list -> () -> removeSame(list, invalid);
            default -> throw new InvalidDescriptionException(List.of(problem));
        };
    }

    /** A list without elements has lost them because of earlier problems, which tell users more. */
    private static InvalidDescriptionException unrepairable(Problem problem, List<Problem> removed) {
        List<Problem> causes = removed.stream()
                .filter(earlier -> earlier.path().startsWith(problem.path() + "["))
                .toList();
        return new InvalidDescriptionException(causes.isEmpty() ? List.of(problem) : causes);
    }

    /** Compares by identity, because removals of earlier elements have changed the indexes. */
    private static void removeSame(ArrayNode list, JsonNode element) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == element) {
                list.remove(i);
                return;
            }
        }
    }
}
