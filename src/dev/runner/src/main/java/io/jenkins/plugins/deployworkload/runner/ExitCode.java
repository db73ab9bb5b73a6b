package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;

/** Exit codes of the runner. */
enum ExitCode {
    /** Success. */
    OK(0),
    /** The objects were applied, but are not healthy. */
    FAILED(1),
    /** {@code diff}: a deploy would change something. */
    CHANGES(1),
    /** Invalid files or options; nothing was applied. */
    INVALID_INPUT(2),
    /** The API server is not reachable or refused a request. */
    CLUSTER_ERROR(3),
    /** Interrupted by Ctrl-C. The code is 128 plus the number of the signal (SIGINT: 2), as in shells. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The exit code of rollouts or removals: {@link #OK} if all have succeeded. */
    static ExitCode of(List<RolloutResult> results) {
        if (results.stream().anyMatch(result -> result.outcome() == Outcome.REFUSED)) {
            return CLUSTER_ERROR;
        }
        return results.stream().allMatch(result -> result.outcome() == Outcome.SUCCEEDED) ? OK : FAILED;
    }
}
