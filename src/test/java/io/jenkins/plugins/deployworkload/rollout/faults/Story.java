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
    OTHER_KIND(Workload::first, w -> List.of(w.settings("two"), w.statefulSet()), OnFailure.KEEP, End.UNTOUCHED);

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
        UNTOUCHED
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

    RolloutOptions options() {
        return RolloutOptions.defaults().withOnFailure(onFailure).withPrune(this == PRUNE);
    }

    End end() {
        return end;
    }
}
