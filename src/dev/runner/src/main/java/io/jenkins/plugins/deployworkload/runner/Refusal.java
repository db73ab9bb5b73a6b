package io.jenkins.plugins.deployworkload.runner;

/** Ends the runner with a sentence for people and an exit code, without a stack trace. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    Refusal(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
