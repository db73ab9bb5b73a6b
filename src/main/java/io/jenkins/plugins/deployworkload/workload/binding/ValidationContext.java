package io.jenkins.plugins.deployworkload.workload.binding;

/** Collects the problems of one section under its path. */
public final class ValidationContext {

    private final Problems problems;
    private final String path;

    ValidationContext(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    /**
     * Adds a problem.
     *
     * @param relativePath the path relative to the section, such as {@code limits.memory} or {@code ports[1].name};
     *     empty for the section itself
     * @param message      the problem and the allowed values; printed after the path on the same line
     */
    public void addProblem(String relativePath, String message) {
        problems.add(FieldPaths.child(path, relativePath), message);
    }
}
