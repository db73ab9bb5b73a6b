package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;

/** What a job may ask for when a workload does not run; written in small letters, as scripts do. */
public enum FailurePolicy {
    keep(OnFailure.KEEP),
    rollback(OnFailure.ROLLBACK),
    remove(OnFailure.REMOVE);

    private final OnFailure engine;

    FailurePolicy(OnFailure engine) {
        this.engine = engine;
    }

    OnFailure engine() {
        return engine;
    }
}
