package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * The action on the applied objects after a failed deploy. The constants are lower case, because Pipeline scripts use
 * their names as values.
 */
public enum FailurePolicy implements Localized {
    keep(OnFailure.KEEP, Messages::FailurePolicy_keep),
    rollback(OnFailure.ROLLBACK, Messages::FailurePolicy_rollback),
    remove(OnFailure.REMOVE, Messages::FailurePolicy_remove);

    private final OnFailure onFailure;
    private final transient Supplier<String> displayName;

    FailurePolicy(OnFailure onFailure, Supplier<String> displayName) {
        this.onFailure = onFailure;
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }

    public OnFailure onFailure() {
        return onFailure;
    }
}
