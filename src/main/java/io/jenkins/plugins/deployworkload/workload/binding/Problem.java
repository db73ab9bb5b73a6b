package io.jenkins.plugins.deployworkload.workload.binding;

/**
 * Something wrong in a description.
 *
 * @param path    where, such as {@code containers[1].resources.limits.memory}; empty for the description as a whole
 * @param message what was read and what is allowed, in the reader's language
 * @param location   file, line and column ({@code web.yaml:12:5}), or empty where the description came from no file
 */
public record Problem(String path, String message, String location) {

    public Problem(String path, String message) {
        this(path, message, "");
    }

    @Override
    public String toString() {
        String where = location.isEmpty() ? path : path.isEmpty() ? location : location + ": " + path;
        return where.isEmpty() ? message : where + ": " + message;
    }
}
