package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Options of {@link ControlPlane#start}. Start with {@link #defaults()}.
 *
 * @param workingDirectory directory for data, keys and logs, which is kept when the control plane stops; if empty, a
 *     temporary directory is used
 * @param nodes number of nodes, named {@code node-1}, {@code node-2}, …; with 0, no pod is scheduled
 * @param auditLog file to which the API server writes one JSON line per request (metadata only); empty by default,
 *     because writing an audit log slows the API server down
 * @param progress receives lines about the progress of building the binaries; gets no lines if the binaries exist
 */
public record Options(Optional<Path> workingDirectory, int nodes, Optional<Path> auditLog, Consumer<String> progress) {

    public Options {
        Objects.requireNonNull(workingDirectory);
        Objects.requireNonNull(auditLog);
        Objects.requireNonNull(progress);
        if (nodes < 0) {
            throw new IllegalArgumentException("nodes: must be 0 or more, but is " + nodes);
        }
    }

    /** The default options: a temporary directory, two nodes, no audit log, progress to standard error. */
    public static Options defaults() {
        return new Options(Optional.empty(), 2, Optional.empty(), System.err::println);
    }

    public Options withWorkingDirectory(Path directory) {
        return new Options(Optional.of(directory), nodes, auditLog, progress);
    }

    public Options withNodes(int count) {
        return new Options(workingDirectory, count, auditLog, progress);
    }

    public Options withAuditLog(Path file) {
        return new Options(workingDirectory, nodes, Optional.of(file), progress);
    }

    public Options withProgress(Consumer<String> listener) {
        return new Options(workingDirectory, nodes, auditLog, listener);
    }
}
