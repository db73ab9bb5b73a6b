package io.jenkins.plugins.deployworkload.runner;

/** What the exit code of the runner says. */
enum ExitCode {
    /** Everything runs, or is as asked. */
    OK(0),
    /** Applied, and it does not run. */
    FAILED(1),
    /** {@code diff}: a deploy would change something. */
    CHANGES(1),
    /** Something in the files or options is wrong; nothing was applied. */
    INVALID_INPUT(2),
    /** The cluster cannot be reached, or refuses. */
    CLUSTER_ERROR(3),
    /** Stopped by Ctrl-C, as shells tell it: 128 and the signal's number. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
