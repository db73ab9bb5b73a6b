package io.jenkins.plugins.deployworkload.execution;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * The result of a build whose workload does not become healthy. The constants are lower case, because Pipeline scripts
 * use their names as values.
 */
public enum BuildResult implements Localized {
    failure(Result.FAILURE, Messages::BuildResult_failure),
    unstable(Result.UNSTABLE, Messages::BuildResult_unstable);

    private final Result result;
    private final transient Supplier<String> displayName;

    BuildResult(Result result, Supplier<String> displayName) {
        this.result = result;
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }

    Result result() {
        return result;
    }
}
