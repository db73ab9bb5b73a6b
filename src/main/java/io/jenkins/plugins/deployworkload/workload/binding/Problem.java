package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;

/**
 * A validation problem of a description.
 *
 * @param path     the path of the value, such as {@code containers[1].resources.limits.memory}; empty for the whole description
 * @param message  the problem and the allowed values, in the user's language; printed after the path on the same line
 * @param location file, line and column ({@code web.yaml:12:5}), counted from 1; empty if the description is not from a file
 */
public record Problem(String path, String message, String location) {

    public Problem(String path, String message) {
        this(path, message, "");
    }

    @Override
    public String toString() {
        String where = location.isEmpty() ? path : path.isEmpty() ? location : location + ": " + path;
        // The path contains keys, and the location a file name, which may have been chosen by anybody.
        return where.isEmpty() ? message : Quoted.escape(where) + ": " + message;
    }
}
