package io.jenkins.plugins.deployworkload.runner;

/** What the exit code of the runner says. */
enum Exit {
    /** Everything runs, or is as asked. */
    DONE(0),
    /** Applied, and it does not run. */
    FAILED(1),
    /** {@code diff}: a deploy would change something. */
    CHANGES(1),
    /** Something in the files or options is wrong; nothing was applied. */
    BAD_INPUT(2),
    /** The cluster cannot be reached, or refuses. */
    CLUSTER(3),
    /** Stopped by Ctrl-C, as shells tell it: 128 and the signal's number. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
