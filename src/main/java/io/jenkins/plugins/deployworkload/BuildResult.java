package io.jenkins.plugins.deployworkload;

import hudson.model.Result;

/** What a job may ask its build to become when a workload does not run; written in small letters, as scripts do. */
public enum BuildResult {
    failure(Result.FAILURE),
    unstable(Result.UNSTABLE);

    private final Result result;

    BuildResult(Result result) {
        this.result = result;
    }

    Result result() {
        return result;
    }
}
