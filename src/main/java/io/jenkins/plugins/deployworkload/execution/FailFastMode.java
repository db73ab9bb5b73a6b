package io.jenkins.plugins.deployworkload.execution;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.FailFast;
import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * When a reason that a workload is not healthy ends the deploy before its timeout. The constants are lower case, because
 * scripts use their names.
 */
public enum FailFastMode implements Localized {
    strict(FailFast.STRICT, Messages::FailFastMode_strict),
    normal(FailFast.NORMAL, Messages::FailFastMode_normal),
    off(FailFast.OFF, Messages::FailFastMode_off);

    private final FailFast failFast;
    private final transient Supplier<String> displayName;

    FailFastMode(FailFast failFast, Supplier<String> displayName) {
        this.failFast = failFast;
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }

    public FailFast failFast() {
        return failFast;
    }
}
