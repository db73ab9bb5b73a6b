package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The objects that a trial deploys during a fault, and the end that the deploy would have without the fault. */
enum Scenario {
    FIRST_DEPLOY(workload -> List.of(), WorkloadRevisions::first, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    CHANGE(WorkloadRevisions::first, WorkloadRevisions::second, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    PRUNE(WorkloadRevisions::firstAndExtra, WorkloadRevisions::second, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    RUN_JOB_AGAIN(
            workload -> List.of(workload.job()),
            workload -> List.of(workload.settings("two"), workload.job()),
            OnFailure.KEEP,
            ExpectedEnd.HEALTHY),
    BROKEN_KEPT(WorkloadRevisions::first, WorkloadRevisions::broken, OnFailure.KEEP, ExpectedEnd.BROKEN),
    BROKEN_ROLLED_BACK(
            WorkloadRevisions::first, WorkloadRevisions::broken, OnFailure.ROLLBACK, ExpectedEnd.ROLLED_BACK),
    BROKEN_REMOVED(workload -> List.of(), WorkloadRevisions::broken, OnFailure.REMOVE, ExpectedEnd.REMOVED),
    /**
     * The kind changes from Deployment to StatefulSet. Without the option {@code replace}, the plugin refuses this
     * change.
     */
    OTHER_KIND(WorkloadRevisions::first, WorkloadRevisions::stateful, OnFailure.KEEP, ExpectedEnd.UNTOUCHED),
    REPLACED_BY_STATEFUL_SET(
            WorkloadRevisions::first, WorkloadRevisions::stateful, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    REPLACED_BY_DEPLOYMENT(WorkloadRevisions::stateful, WorkloadRevisions::first, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    STATEFUL_CHANGE(
            WorkloadRevisions::stateful, WorkloadRevisions::statefulSecond, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    /** The rollback must delete the stuck pod, because the StatefulSet controller does not replace it. */
    STATEFUL_ROLLED_BACK(
            WorkloadRevisions::stateful,
            WorkloadRevisions::statefulBroken,
            OnFailure.ROLLBACK,
            ExpectedEnd.ROLLED_BACK),
    /**
     * A Deployment gets an autoscaler, which takes over the number of replicas. The number of replicas must not change.
     */
    AUTOSCALED(WorkloadRevisions::first, WorkloadRevisions::autoscaled, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    AUTOSCALER_PRUNED(WorkloadRevisions::autoscaled, WorkloadRevisions::second, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    SLOW_FIRST_DEPLOY(
            workload -> List.of(),
            workload -> workload.slow(WorkloadRevisions.FOUR_SECONDS),
            OnFailure.ROLLBACK,
            ExpectedEnd.HEALTHY),
    SLOW_CHANGE(
            WorkloadRevisions::first,
            workload -> workload.slow(WorkloadRevisions.FOUR_SECONDS),
            OnFailure.ROLLBACK,
            ExpectedEnd.HEALTHY),
    SLOW_STATEFUL_CHANGE(
            WorkloadRevisions::stateful, WorkloadRevisions::statefulSlow, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    /** Jenkins restarts during the deploy, and a new engine resumes the rollout. */
    RESUMED_AFTER_RESTART(
            WorkloadRevisions::first,
            workload -> workload.slow(WorkloadRevisions.FOUR_SECONDS),
            OnFailure.ROLLBACK,
            ExpectedEnd.HEALTHY),
    /** The build is aborted while objects are applied, or later while the rollout waits. */
    ABORTED(
            WorkloadRevisions::first,
            workload -> workload.slow(WorkloadRevisions.NEVER),
            OnFailure.ROLLBACK,
            ExpectedEnd.ABORTED),
    /**
     * A newer deploy of the workload starts while the deploy under test waits. The newer deploy is not affected by the
     * fault.
     */
    SUPERSEDED(
            WorkloadRevisions::first,
            workload -> workload.slow(WorkloadRevisions.NEVER),
            OnFailure.ROLLBACK,
            ExpectedEnd.SUPERSEDED),
    CUSTOM_FIRST_DEPLOY(workload -> List.of(), WorkloadRevisions::custom, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    CUSTOM_CHANGE(WorkloadRevisions::custom, WorkloadRevisions::customSecond, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    CUSTOM_PRUNED(WorkloadRevisions::custom, WorkloadRevisions::second, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    CUSTOM_ROLLED_BACK(
            WorkloadRevisions::custom, WorkloadRevisions::customBroken, OnFailure.ROLLBACK, ExpectedEnd.ROLLED_BACK),
    CUSTOM_REMOVED(workload -> List.of(), WorkloadRevisions::customBroken, OnFailure.REMOVE, ExpectedEnd.REMOVED),
    CUSTOM_RESUMED(WorkloadRevisions::custom, WorkloadRevisions::customSlow, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY);

    /** How the deploy ends without a fault. */
    enum ExpectedEnd {
        /** The objects in the definition are healthy, and pruned objects no longer exist. */
        HEALTHY,
        /** The deploy fails, and its objects stay. */
        BROKEN,
        /** The deploy fails, and the previous revision is healthy again. */
        ROLLED_BACK,
        /** The deploy fails, and its objects are deleted. */
        REMOVED,
        /** The deploy is refused, and nothing has changed. */
        UNTOUCHED,
        /** The deploy is aborted, and the applied objects stay. */
        ABORTED,
        /** The newer deploy has taken over, and its objects are healthy. */
        SUPERSEDED
    }

    /** The scenarios without a custom resource. */
    static List<Scenario> common() {
        return Arrays.stream(values()).filter(scenario -> !scenario.isCustom()).toList();
    }

    /** The scenarios with a custom resource, which need discovery. */
    static List<Scenario> custom() {
        return Arrays.stream(values()).filter(Scenario::isCustom).toList();
    }

    private final Function<WorkloadRevisions, List<HasMetadata>> previous;
    private final Function<WorkloadRevisions, List<HasMetadata>> deployed;
    private final OnFailure onFailure;
    private final ExpectedEnd end;

    Scenario(
            Function<WorkloadRevisions, List<HasMetadata>> previous,
            Function<WorkloadRevisions, List<HasMetadata>> deployed,
            OnFailure onFailure,
            ExpectedEnd end) {
        this.previous = previous;
        this.deployed = deployed;
        this.onFailure = onFailure;
        this.end = end;
    }

    private boolean isCustom() {
        return name().startsWith("CUSTOM_");
    }

    /** The objects of the previous deploy; empty if the scenario starts without objects. */
    List<HasMetadata> previous(WorkloadRevisions workload) {
        return previous.apply(workload);
    }

    List<HasMetadata> deployed(WorkloadRevisions workload) {
        return deployed.apply(workload);
    }

    /** The objects of the newer deploy; empty if the scenario has no newer deploy. */
    List<HasMetadata> newer(WorkloadRevisions workload) {
        return this == SUPERSEDED ? workload.second() : List.of();
    }

    /** The objects that exist at the end, whether healthy or not. */
    List<HasMetadata> expected(WorkloadRevisions workload) {
        return switch (end) {
            case ROLLED_BACK, UNTOUCHED -> previous(workload);
            case REMOVED -> List.of();
            case SUPERSEDED -> newer(workload);
            case HEALTHY, BROKEN, ABORTED -> deployed(workload);
        };
    }

    /** The objects that no longer exist at the end. */
    List<HasMetadata> expectedDeleted(WorkloadRevisions workload) {
        List<HasMetadata> candidates =
                switch (end) {
                    case HEALTHY -> options().prune() || options().replace() ? previous(workload) : List.of();
                    case ROLLED_BACK, REMOVED -> deployed(workload);
                    case BROKEN, UNTOUCHED, ABORTED, SUPERSEDED -> List.of();
                };
        List<String> keys = expected(workload).stream().map(LiveObjects::key).toList();
        return candidates.stream()
                .filter(object -> !keys.contains(LiveObjects.key(object)))
                .toList();
    }

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withOnFailure(onFailure)
                .withPrune(this == PRUNE || this == AUTOSCALER_PRUNED || this == CUSTOM_PRUNED)
                .withReplace(this == REPLACED_BY_STATEFUL_SET || this == REPLACED_BY_DEPLOYMENT);
    }

    ExpectedEnd end() {
        return end;
    }
}
