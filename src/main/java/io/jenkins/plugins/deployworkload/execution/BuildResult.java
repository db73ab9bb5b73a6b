package io.jenkins.plugins.deployworkload.execution;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/** What a job may ask its build to become when a workload does not run; written in small letters, as scripts do. */
public enum BuildResult implements Localized {
    failure(Result.FAILURE, Messages::BuildResult_failure),
    unstable(Result.UNSTABLE, Messages::BuildResult_unstable);

    private final Result result;
    private final transient Supplier<String> wording;

    BuildResult(Result result, Supplier<String> wording) {
        this.result = result;
        this.wording = wording;
    }

    @Override
    public String displayName() {
        return wording.get();
    }

    Result result() {
        return result;
    }
}
