package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import java.util.List;
import java.util.function.Function;

/** What is deployed while something goes wrong, and how that ends where nothing does. */
enum Scenario {
    FIRST_DEPLOY(w -> List.of(), SampleWorkload::first, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    CHANGE(SampleWorkload::first, SampleWorkload::second, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    PRUNE(SampleWorkload::firstAndExtra, SampleWorkload::second, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    RUN_JOB_AGAIN(w -> List.of(w.job()), w -> List.of(w.settings("two"), w.job()), OnFailure.KEEP, ExpectedEnd.HEALTHY),
    BROKEN_KEPT(SampleWorkload::first, SampleWorkload::broken, OnFailure.KEEP, ExpectedEnd.BROKEN),
    BROKEN_ROLLED_BACK(SampleWorkload::first, SampleWorkload::broken, OnFailure.ROLLBACK, ExpectedEnd.ROLLED_BACK),
    BROKEN_REMOVED(w -> List.of(), SampleWorkload::broken, OnFailure.REMOVE, ExpectedEnd.REMOVED),
    /** From a Deployment to a StatefulSet, which is not done unasked. */
    OTHER_KIND(SampleWorkload::first, SampleWorkload::stateful, OnFailure.KEEP, ExpectedEnd.UNTOUCHED),
    REPLACED_BY_STATEFUL_SET(SampleWorkload::first, SampleWorkload::stateful, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    REPLACED_BY_DEPLOYMENT(SampleWorkload::stateful, SampleWorkload::first, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    STATEFUL_CHANGE(SampleWorkload::stateful, SampleWorkload::statefulSecond, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    /** Its pod is stuck, and goes on only once it is deleted. */
    STATEFUL_ROLLED_BACK(
            SampleWorkload::stateful, SampleWorkload::statefulBroken, OnFailure.ROLLBACK, ExpectedEnd.ROLLED_BACK),
    /** The number of replicas becomes the autoscaler's, and stays what it was. */
    AUTOSCALED(SampleWorkload::first, SampleWorkload::autoscaled, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    AUTOSCALER_PRUNED(SampleWorkload::autoscaled, SampleWorkload::second, OnFailure.KEEP, ExpectedEnd.HEALTHY),
    SLOW_FIRST_DEPLOY(
            w -> List.of(), w -> w.slow(SampleWorkload.SOME_SECONDS), OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    SLOW_CHANGE(
            SampleWorkload::first, w -> w.slow(SampleWorkload.SOME_SECONDS), OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    SLOW_STATEFUL_CHANGE(
            SampleWorkload::stateful, SampleWorkload::statefulSlow, OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    /** Jenkins starts anew in the midst of it, and another engine goes on. */
    RESUMED_AFTER_RESTART(
            SampleWorkload::first, w -> w.slow(SampleWorkload.SOME_SECONDS), OnFailure.ROLLBACK, ExpectedEnd.HEALTHY),
    /** Somebody stops the build, while something is applied or later. */
    ABORTED(SampleWorkload::first, w -> w.slow(SampleWorkload.NEVER), OnFailure.ROLLBACK, ExpectedEnd.ABORTED),
    /** Somebody else deploys the same workload, without any trouble, while this one waits. */
    SUPERSEDED(SampleWorkload::first, w -> w.slow(SampleWorkload.NEVER), OnFailure.ROLLBACK, ExpectedEnd.SUPERSEDED);

    /** The true end. */
    enum ExpectedEnd {
        /** What is described runs, and what is to be pruned is gone. */
        HEALTHY,
        /** It fails, and stays. */
        BROKEN,
        /** It fails, and what was before runs. */
        ROLLED_BACK,
        /** It fails, and nothing of it is left. */
        REMOVED,
        /** It is refused, and nothing has changed. */
        UNTOUCHED,
        /** What was applied stays. */
        ABORTED,
        /** What is newer runs. */
        SUPERSEDED
    }

    private final Function<SampleWorkload, List<HasMetadata>> previous;
    private final Function<SampleWorkload, List<HasMetadata>> deployed;
    private final OnFailure onFailure;
    private final ExpectedEnd end;

    Scenario(
            Function<SampleWorkload, List<HasMetadata>> before,
            Function<SampleWorkload, List<HasMetadata>> described,
            OnFailure onFailure,
            ExpectedEnd end) {
        this.previous = before;
        this.deployed = described;
        this.onFailure = onFailure;
        this.end = end;
    }

    /** What was deployed before; empty for nothing. */
    List<HasMetadata> previous(SampleWorkload workload) {
        return previous.apply(workload);
    }

    List<HasMetadata> deployed(SampleWorkload workload) {
        return deployed.apply(workload);
    }

    /** What somebody else deploys in the meantime; empty for nothing. */
    List<HasMetadata> newer(SampleWorkload workload) {
        return this == SUPERSEDED ? workload.second() : List.of();
    }

    /** What is there in the end, and runs unless the end is another. */
    List<HasMetadata> expected(SampleWorkload workload) {
        return switch (end) {
            case ROLLED_BACK, UNTOUCHED -> previous(workload);
            case REMOVED -> List.of();
            case SUPERSEDED -> newer(workload);
            case HEALTHY, BROKEN, ABORTED -> deployed(workload);
        };
    }

    /** What is not there any more in the end. */
    List<HasMetadata> expectedDeleted(SampleWorkload workload) {
        List<HasMetadata> from =
                switch (end) {
                    case HEALTHY -> options().prune() || options().replace() ? previous(workload) : List.of();
                    case ROLLED_BACK, REMOVED -> deployed(workload);
                    case BROKEN, UNTOUCHED, ABORTED, SUPERSEDED -> List.of();
                };
        List<String> stay = expected(workload).stream().map(LiveObjects::key).toList();
        return from.stream()
                .filter(object -> !stay.contains(LiveObjects.key(object)))
                .toList();
    }

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withOnFailure(onFailure)
                .withPrune(this == PRUNE || this == AUTOSCALER_PRUNED)
                .withReplace(this == REPLACED_BY_STATEFUL_SET || this == REPLACED_BY_DEPLOYMENT);
    }

    ExpectedEnd end() {
        return end;
    }
}
