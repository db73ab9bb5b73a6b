package io.jenkins.plugins.deployworkload.rollout.faults;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Missing permissions. Each run denies one verb for one resource to a deploy that needs this permission. A manual run
 * tests each resource several times.
 */
enum RbacFault implements Fault {
    MAY_NOT_GET(
            "deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers", "pods/log"),
    MAY_NOT_LIST("deployments", "replicasets", "pods", "events", "jobs", "statefulsets"),
    MAY_NOT_WATCH("deployments", "replicasets", "pods", "events", "jobs", "statefulsets"),
    MAY_NOT_CREATE("deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers"),
    MAY_NOT_UPDATE("configmaps", "deployments", "services", "jobs"),
    MAY_NOT_PATCH("deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers"),
    MAY_NOT_DELETE("configmaps", "deployments", "services", "jobs", "statefulsets", "horizontalpodautoscalers", "pods");

    private static final Pattern TRUTHFUL_REASON =
            Pattern.compile("does not allow|orbidden|may not|cannot be stored|cannot be read|permission");

    /** Without permission to read pods, a failing rollout ends only at its timeout, so the timeout is short. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(20);

    private static final List<Scenario> COMMON = List.of(
            Scenario.CHANGE,
            Scenario.BROKEN_ROLLED_BACK,
            Scenario.FIRST_DEPLOY,
            Scenario.BROKEN_REMOVED,
            Scenario.PRUNE,
            Scenario.BROKEN_KEPT);

    /** The scenarios for each resource. A resource that is not listed uses the scenarios in {@link #COMMON}. */
    private static final Map<String, List<Scenario>> NEEDED_BY = Map.of(
            "jobs", List.of(Scenario.RUN_JOB_AGAIN),
            "statefulsets",
                    List.of(
                            Scenario.STATEFUL_CHANGE,
                            Scenario.STATEFUL_ROLLED_BACK,
                            Scenario.REPLACED_BY_STATEFUL_SET,
                            Scenario.REPLACED_BY_DEPLOYMENT,
                            Scenario.OTHER_KIND),
            "horizontalpodautoscalers", List.of(Scenario.AUTOSCALED, Scenario.AUTOSCALER_PRUNED),
            "pods/log", List.of(Scenario.BROKEN_KEPT, Scenario.BROKEN_ROLLED_BACK));

    private static final Map<String, List<Scenario>> DELETED_BY = Map.ofEntries(
            entry("configmaps", List.of(Scenario.PRUNE, Scenario.BROKEN_ROLLED_BACK, Scenario.BROKEN_REMOVED)),
            entry("deployments", List.of(Scenario.REPLACED_BY_STATEFUL_SET, Scenario.BROKEN_REMOVED)),
            entry("services", List.of(Scenario.BROKEN_REMOVED)),
            entry("jobs", List.of(Scenario.RUN_JOB_AGAIN)),
            entry("statefulsets", List.of(Scenario.REPLACED_BY_DEPLOYMENT)),
            entry("horizontalpodautoscalers", List.of(Scenario.AUTOSCALER_PRUNED)),
            // The rollback of the StatefulSet needs the permission for pods, because it must delete the stuck pod.
            entry("pods", List.of(Scenario.STATEFUL_ROLLED_BACK)));

    private final List<String> resources;

    RbacFault(String... resources) {
        this.resources = List.of(resources);
    }

    String verb() {
        return name().substring("MAY_NOT_".length()).toLowerCase(Locale.ROOT);
    }

    /** The resources for which the verb is denied; each run denies one of them. */
    List<String> resources() {
        return resources;
    }

    String resource(int run) {
        return resources.get(run % resources.size());
    }

    @Override
    public Scenario scenario(int run) {
        String resource = resource(run);
        List<Scenario> scenarios =
                this == MAY_NOT_DELETE ? DELETED_BY.get(resource) : NEEDED_BY.getOrDefault(resource, COMMON);
        return scenarios.get(run / resources.size() % scenarios.size());
    }

    @Override
    public String description() {
        return "In each run, the account may not " + verb() + " one of: " + String.join(", ", resources) + ".";
    }

    @Override
    public Pattern truthfulReason() {
        return TRUTHFUL_REASON;
    }

    @Override
    public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
        String token = environment.accounts().withoutPermission("lacking-" + run, verb(), resource(run));
        return InjectedFault.of(environment.connectTo(environment.controlPlane().server(), token), () -> {});
    }

    @Override
    public Duration timeout() {
        return SHORT_TIMEOUT;
    }
}
