package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of all rollouts of a step, for the build's result and for scripts. */
public final class Summary {

    private Summary() {}

    public static boolean succeeded(List<RolloutResult> results) {
        return results.stream().allMatch(result -> result.outcome() == Outcome.SUCCEEDED);
    }

    /** One line a rollout that did not succeed. */
    public static String failures(List<RolloutResult> results) {
        return results.stream()
                .filter(result -> result.outcome() != Outcome.SUCCEEDED)
                .map(result -> Messages.Summary_Failure(Outcomes.name(result.outcome()), result.message()))
                .collect(Collectors.joining("\n"));
    }

    /** Plain maps, lists, texts and numbers: what the Pipeline step returns. */
    public static Map<String, Object> map(List<RolloutResult> results) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", succeeded(results) ? Outcome.SUCCEEDED.name() : Outcome.FAILED.name());
        map.put(
                "workloads",
                new ArrayList<>(results.stream().map(Summary::workload).toList()));
        return map;
    }

    private static Map<String, Object> workload(RolloutResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", result.outcome().name());
        map.put("message", result.message());
        map.put("seconds", result.duration().toMillis() / 1000.0);
        map.put(
                "objects",
                new ArrayList<>(result.objects().stream().map(Summary::object).toList()));
        return map;
    }

    private static Map<String, Object> object(RolledObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", object.kind());
        map.put("namespace", object.namespace());
        map.put("name", object.name());
        map.put("generation", object.generation());
        map.put("operation", object.operation().name());
        return map;
    }
}
