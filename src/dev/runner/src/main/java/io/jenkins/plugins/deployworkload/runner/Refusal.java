package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.binding.TextRule;

/** Ends the runner with a sentence for people and an exit code, without a stack trace. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    Refusal(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    /** Refuses an option's value that breaks a rule, in the rule's words. */
    static void unless(TextRule rule, String option, String value) throws Refusal {
        String problem = rule.problem(value).orElse(null);
        if (problem != null) {
            throw new Refusal(Exit.BAD_INPUT, option + ": " + problem);
        }
    }

    Exit exit() {
        return exit;
    }
}
