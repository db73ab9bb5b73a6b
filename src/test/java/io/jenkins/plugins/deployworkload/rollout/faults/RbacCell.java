package io.jenkins.plugins.deployworkload.rollout.faults;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What an account may not do. One resource after the other is denied, each to a deploy that needs it; a run by hand has
 * several for each.
 */
enum RbacCell implements Cell {
    MAY_NOT_GET(
            "deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers", "pods/log"),
    MAY_NOT_LIST("deployments", "replicasets", "pods", "events", "jobs", "statefulsets"),
    MAY_NOT_WATCH("deployments", "replicasets", "pods", "events", "jobs", "statefulsets"),
    MAY_NOT_CREATE("deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers"),
    MAY_NOT_UPDATE("configmaps", "deployments", "services", "jobs"),
    MAY_NOT_PATCH("deployments", "services", "configmaps", "jobs", "statefulsets", "horizontalpodautoscalers"),
    MAY_NOT_DELETE("configmaps", "deployments", "services", "jobs", "statefulsets", "horizontalpodautoscalers", "pods");

    private static final Pattern SAID =
            Pattern.compile("does not allow|orbidden|may not|No record of this workload|cannot be read|permission");

    /** Who may not see the pods sees nothing but that they do not come. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final List<Story> COMMON = List.of(
            Story.CHANGE,
            Story.BROKEN_ROLLED_BACK,
            Story.FIRST_DEPLOY,
            Story.BROKEN_REMOVED,
            Story.PRUNE,
            Story.BROKEN_KEPT);

    /** Which deploys need a resource, where that is not all. */
    private static final Map<String, List<Story>> NEEDED = Map.of(
            "jobs", List.of(Story.RUN_JOB_AGAIN),
            "statefulsets",
                    List.of(
                            Story.STATEFUL_CHANGE,
                            Story.STATEFUL_ROLLED_BACK,
                            Story.RECREATED,
                            Story.FROM_STATEFUL,
                            Story.OTHER_KIND),
            "horizontalpodautoscalers", List.of(Story.AUTOSCALED, Story.AUTOSCALER_PRUNED),
            "pods/log", List.of(Story.BROKEN_KEPT, Story.BROKEN_ROLLED_BACK));

    private static final Map<String, List<Story>> DELETED = Map.ofEntries(
            entry("configmaps", List.of(Story.PRUNE, Story.BROKEN_ROLLED_BACK, Story.BROKEN_REMOVED)),
            entry("deployments", List.of(Story.RECREATED, Story.BROKEN_REMOVED)),
            entry("services", List.of(Story.BROKEN_REMOVED)),
            entry("jobs", List.of(Story.RUN_JOB_AGAIN)),
            entry("statefulsets", List.of(Story.FROM_STATEFUL)),
            entry("horizontalpodautoscalers", List.of(Story.AUTOSCALER_PRUNED)),
            // The pod that keeps a StatefulSet from going back.
            entry("pods", List.of(Story.STATEFUL_ROLLED_BACK)));

    private final List<String> resources;

    RbacCell(String... resources) {
        this.resources = List.of(resources);
    }

    String verb() {
        return name().substring("MAY_NOT_".length()).toLowerCase(Locale.ROOT);
    }

    /** What may not be done to which resources, one after the other. */
    List<String> resources() {
        return resources;
    }

    String resource(int run) {
        return resources.get(run % resources.size());
    }

    @Override
    public Story story(int run) {
        String resource = resource(run);
        List<Story> stories = this == MAY_NOT_DELETE ? DELETED.get(resource) : NEEDED.getOrDefault(resource, COMMON);
        return stories.get(run / resources.size() % stories.size());
    }

    @Override
    public String does() {
        return "The account may not " + verb() + ", in turn, " + String.join(", ", resources) + ".";
    }

    @Override
    public Pattern said() {
        return SAID;
    }

    @Override
    public Trouble open(Site site, Random random, int run) {
        String token = site.accounts().but("lacking-" + run, verb(), resource(run));
        return Trouble.of(site.over(site.plane().server(), token), () -> {});
    }

    @Override
    public Duration patience() {
        return SHORT;
    }
}
