package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;

/** Ends the runner with a message and an exit code, without a stack trace. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandException(ExitCode exit, String message) {
        super(message);
        this.exitCode = exit;
    }

    /**
     * Rejects an option value that breaks a rule.
     *
     * @throws CommandException with the message of the rule, if the value breaks it
     */
    static void requireValid(TextRule rule, String option, String value) throws CommandException {
        String problem = rule.problem(value).orElse(null);
        if (problem != null) {
            throw new CommandException(ExitCode.INVALID_INPUT, option + ": " + problem);
        }
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
