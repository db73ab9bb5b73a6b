package io.jenkins.plugins.deployworkload.workload.binding;

import java.util.List;
import java.util.stream.Collectors;

/** A description cannot be used. Its message has one line a problem; it is meant for people, and never for a stack trace. */
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
