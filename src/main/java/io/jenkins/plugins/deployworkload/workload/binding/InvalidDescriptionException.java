package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports that a description is invalid. The message has one line for each problem. Callers show the message to the
 * user, without a stack trace.
 */
public class InvalidDescriptionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidDescriptionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = problems;
    }

    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
