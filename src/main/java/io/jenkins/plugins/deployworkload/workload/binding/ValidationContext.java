package io.jenkins.plugins.deployworkload.workload.binding;

/** Where a section puts the problems that it finds in itself. */
public final class ValidationContext {

    private final Problems problems;
    private final String path;

    ValidationContext(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    /**
     * Tells of a problem.
     *
     * @param at      the place, relative to the section: {@code limits.memory}, {@code ports[1].name}; empty for the section
     * @param message what was read and what is allowed
     */
    public void addProblem(String at, String message) {
        problems.add(FieldPaths.child(path, at), message);
    }
}
