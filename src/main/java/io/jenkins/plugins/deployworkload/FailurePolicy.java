package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.workload.Worded;
import java.util.function.Supplier;

/** What a job may ask for when a workload does not run; written in small letters, as scripts do. */
public enum FailurePolicy implements Worded {
    keep(OnFailure.KEEP, Messages::FailurePolicy_keep),
    rollback(OnFailure.ROLLBACK, Messages::FailurePolicy_rollback),
    remove(OnFailure.REMOVE, Messages::FailurePolicy_remove);

    private final OnFailure engine;
    private final transient Supplier<String> wording;

    FailurePolicy(OnFailure engine, Supplier<String> wording) {
        this.engine = engine;
        this.wording = wording;
    }

    @Override
    public String wording() {
        return wording.get();
    }

    OnFailure engine() {
        return engine;
    }
}
