package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import java.util.List;
import java.util.function.Function;

/** What is deployed while something goes wrong, and how that ends where nothing does. */
enum Story {
    FIRST_DEPLOY(w -> List.of(), Workload::first, OnFailure.KEEP, End.RUNS),
    CHANGE(Workload::first, Workload::second, OnFailure.ROLLBACK, End.RUNS),
    PRUNE(Workload::firstAndExtra, Workload::second, OnFailure.KEEP, End.RUNS),
    RUN_JOB_AGAIN(w -> List.of(w.job()), w -> List.of(w.settings("two"), w.job()), OnFailure.KEEP, End.RUNS),
    BROKEN_KEPT(Workload::first, Workload::broken, OnFailure.KEEP, End.BROKEN),
    BROKEN_ROLLED_BACK(Workload::first, Workload::broken, OnFailure.ROLLBACK, End.ROLLED_BACK),
    BROKEN_REMOVED(w -> List.of(), Workload::broken, OnFailure.REMOVE, End.REMOVED),
    /** From a Deployment to a StatefulSet, which is not done unasked. */
    OTHER_KIND(Workload::first, Workload::stateful, OnFailure.KEEP, End.UNTOUCHED),
    RECREATED(Workload::first, Workload::stateful, OnFailure.KEEP, End.RUNS),
    FROM_STATEFUL(Workload::stateful, Workload::first, OnFailure.KEEP, End.RUNS),
    STATEFUL_CHANGE(Workload::stateful, Workload::statefulSecond, OnFailure.ROLLBACK, End.RUNS),
    /** Its pod is stuck, and goes on only once it is deleted. */
    STATEFUL_ROLLED_BACK(Workload::stateful, Workload::statefulBroken, OnFailure.ROLLBACK, End.ROLLED_BACK),
    /** The number of replicas becomes the autoscaler's, and stays what it was. */
    AUTOSCALED(Workload::first, Workload::autoscaled, OnFailure.ROLLBACK, End.RUNS),
    AUTOSCALER_PRUNED(Workload::autoscaled, Workload::second, OnFailure.KEEP, End.RUNS),
    SLOW_FIRST_DEPLOY(w -> List.of(), w -> w.slow(Workload.SOME_SECONDS), OnFailure.ROLLBACK, End.RUNS),
    SLOW_CHANGE(Workload::first, w -> w.slow(Workload.SOME_SECONDS), OnFailure.ROLLBACK, End.RUNS),
    SLOW_STATEFUL_CHANGE(Workload::stateful, Workload::statefulSlow, OnFailure.ROLLBACK, End.RUNS),
    /** Jenkins starts anew in the midst of it, and another engine goes on. */
    RESUMED(Workload::first, w -> w.slow(Workload.SOME_SECONDS), OnFailure.ROLLBACK, End.RUNS),
    /** Somebody stops the build, while something is applied or later. */
    ABORTED(Workload::first, w -> w.slow(Workload.NOT_IN_TIME), OnFailure.ROLLBACK, End.ABORTED),
    /** Somebody else deploys the same workload, without any trouble, while this one waits. */
    SUPERSEDED(Workload::first, w -> w.slow(Workload.NOT_IN_TIME), OnFailure.ROLLBACK, End.SUPERSEDED);

    /** The true end. */
    enum End {
        /** What is described runs, and what is to be pruned is gone. */
        RUNS,
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

    private final Function<Workload, List<HasMetadata>> before;
    private final Function<Workload, List<HasMetadata>> described;
    private final OnFailure onFailure;
    private final End end;

    Story(
            Function<Workload, List<HasMetadata>> before,
            Function<Workload, List<HasMetadata>> described,
            OnFailure onFailure,
            End end) {
        this.before = before;
        this.described = described;
        this.onFailure = onFailure;
        this.end = end;
    }

    /** What was deployed before; empty for nothing. */
    List<HasMetadata> before(Workload workload) {
        return before.apply(workload);
    }

    List<HasMetadata> described(Workload workload) {
        return described.apply(workload);
    }

    /** What somebody else deploys in the meantime; empty for nothing. */
    List<HasMetadata> newer(Workload workload) {
        return this == SUPERSEDED ? workload.second() : List.of();
    }

    /** What is there in the end, and runs unless the end is another. */
    List<HasMetadata> goal(Workload workload) {
        return switch (end) {
            case ROLLED_BACK, UNTOUCHED -> before(workload);
            case REMOVED -> List.of();
            case SUPERSEDED -> newer(workload);
            case RUNS, BROKEN, ABORTED -> described(workload);
        };
    }

    /** What is not there any more in the end. */
    List<HasMetadata> gone(Workload workload) {
        List<HasMetadata> from =
                switch (end) {
                    case RUNS -> options().prune() || options().recreate() ? before(workload) : List.of();
                    case ROLLED_BACK, REMOVED -> described(workload);
                    case BROKEN, UNTOUCHED, ABORTED, SUPERSEDED -> List.of();
                };
        List<String> stay = goal(workload).stream().map(Live::key).toList();
        return from.stream().filter(object -> !stay.contains(Live.key(object))).toList();
    }

    RolloutOptions options() {
        return RolloutOptions.defaults()
                .withOnFailure(onFailure)
                .withPrune(this == PRUNE || this == AUTOSCALER_PRUNED)
                .withRecreate(this == RECREATED || this == FROM_STATEFUL);
    }

    End end() {
        return end;
    }
}
