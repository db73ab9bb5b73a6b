package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Summarizes the rollouts of a step, for the build result and for scripts. */
public final class Summary {

    private Summary() {}

    public static boolean succeeded(List<DeployedWorkload> workloads) {
        return workloads.stream().allMatch(workload -> workload.getOutcome() == Outcome.SUCCEEDED);
    }

    /** One line for each workload that did not succeed. */
    public static String failures(List<DeployedWorkload> workloads) {
        return workloads.stream()
                .filter(workload -> workload.getOutcome() != Outcome.SUCCEEDED)
                .map(workload -> Messages.Summary_failure(
                        workload.getName(), workload.outcomeName(), DisplayNames.indent(workload.getMessage())))
                .collect(Collectors.joining("\n"));
    }

    /**
     * The return value of the Pipeline step. The value consists of maps, lists, strings, numbers and booleans, because
     * values of these types survive a restart of Jenkins.
     *
     * @param progress the stored progress of a deploy; {@code null} if none was stored
     */
    public static Map<String, Object> toMap(
            List<DeployedWorkload> workloads, Function<DeployedWorkload, DeploymentView> progress) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", (succeeded(workloads) ? Outcome.SUCCEEDED : Outcome.FAILED).name());
        if (workloads.stream().anyMatch(DeployedWorkload::isDryRun)) {
            map.put("planId", workloads.stream().map(Summary::planId).collect(Collectors.joining(",")));
        }
        map.put("workloads", list(workloads, workload -> workload(workload, progress.apply(workload))));
        return map;
    }

    /** A dry run without an ID gets one that no plan has. An absent ID would expect any plan. */
    private static String planId(DeployedWorkload workload) {
        return workload.getPlanId() == null ? workload.getName() + ":none" : workload.getPlanId();
    }

    private static Map<String, Object> workload(DeployedWorkload workload, DeploymentView progress) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", workload.getName());
        map.put("namespace", workload.getNamespace());
        map.put("cluster", workload.getCluster());
        map.put("outcome", workload.getOutcome().name());
        map.put("message", workload.getMessage());
        map.put("recovery", workload.getRecovery().name());
        map.put("dryRun", workload.isDryRun());
        map.put("seconds", workload.getDuration() / 1000.0);
        map.put("revision", workload.getRevision());
        if (workload.isDryRun()) {
            map.put("planId", planId(workload));
        }
        map.put("objects", list(workload.getObjects(), Summary::object));
        map.put("images", list(workload.getImages(), Summary::image));
        map.put("findings", list(workload.getFindings(), Summary::finding));
        if (workload.isDryRun() && progress != null) {
            map.put("plan", list(progress.getObjects(), Summary::planned));
        }
        return map;
    }

    private static Map<String, Object> planned(ObjectRow object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", object.getKind());
        map.put("namespace", object.getNamespace());
        map.put("name", object.getName());
        map.put("operation", object.getOperation());
        map.put("changes", new ArrayList<>(object.getChanges()));
        return map;
    }

    private static Map<String, Object> object(DeployedObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", object.getKind());
        map.put("namespace", object.getNamespace());
        map.put("name", object.getName());
        map.put("generation", object.getGeneration());
        map.put("operation", object.getOperation().name());
        return map;
    }

    private static Map<String, Object> image(DeployedImage image) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("container", image.getContainer());
        map.put("image", image.getImage());
        map.put("digest", image.getDigest());
        return map;
    }

    private static Map<String, Object> finding(DeployedFinding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("signal", finding.getSignal());
        map.put("object", finding.getObject());
        map.put("message", finding.getMessage());
        map.put("advice", finding.getAdvice());
        return map;
    }

    private static <T> List<Map<String, Object>> list(List<T> items, Function<T, Map<String, Object>> map) {
        return new ArrayList<>(items.stream().map(map).toList());
    }
}
