package io.jenkins.plugins.deployworkload.manifest.objects;

import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The patches or the raw objects of a workload are not valid. The message is for users. */
public final class InvalidObjectsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String workload;
    private final transient List<Problem> problems;

    /** @param problems the problems, with paths in the workload */
    InvalidObjectsException(String workload, List<Problem> problems) {
        super(problems.stream()
                .map(problem -> workload + ": " + problem)
                .collect(Collectors.joining(System.lineSeparator())));
        this.workload = workload;
        this.problems = List.copyOf(problems);
    }

    /** @param location adds the location of a problem, if it is known */
    public InvalidObjectsException withLocations(UnaryOperator<Problem> location) {
        return new InvalidObjectsException(
                workload, problems.stream().map(location).toList());
    }
}
