package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a control plane is to be started. Begin with {@link #defaults()}.
 *
 * @param workingDirectory where data, keys and logs go; kept when the plane is closed. Without one a temporary folder is
 *     made, and deleted at the end
 * @param nodes how many nodes there are, named {@code node-1}, {@code node-2}, …; 0 for a cluster in which no pod is ever
 *     scheduled
 * @param auditLog where the API server writes a JSON line for each request (metadata only); none by default, as it costs
 *     time
 * @param progress told, in a line each, what takes long; only the first build of the binaries has anything to say
 */
public record Options(Optional<Path> workingDirectory, int nodes, Optional<Path> auditLog, Consumer<String> progress) {

    public Options {
        Objects.requireNonNull(workingDirectory);
        Objects.requireNonNull(auditLog);
        Objects.requireNonNull(progress);
        if (nodes < 0) {
            throw new IllegalArgumentException("nodes must be 0 or more, not " + nodes);
        }
    }

    /** A temporary folder, two nodes, no audit log, progress to standard error. */
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
