package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/** What a job may ask for when a workload does not run; written in small letters, as scripts do. */
public enum FailurePolicy implements Localized {
    keep(OnFailure.KEEP, Messages::FailurePolicy_keep),
    rollback(OnFailure.ROLLBACK, Messages::FailurePolicy_rollback),
    remove(OnFailure.REMOVE, Messages::FailurePolicy_remove);

    private final OnFailure onFailure;
    private final transient Supplier<String> wording;

    FailurePolicy(OnFailure engine, Supplier<String> wording) {
        this.onFailure = engine;
        this.wording = wording;
    }

    @Override
    public String displayName() {
        return wording.get();
    }

    public OnFailure onFailure() {
        return onFailure;
    }
}
