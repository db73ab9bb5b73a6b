package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Working directory of a control plane. A directory that the {@link Options} name is kept. A temporary directory is
 * deleted, even if this Java process is killed.
 */
final class WorkingDirectory {

    private static final String SCRIPT = new String(ClasspathResources.read("cleanup.sh"), StandardCharsets.UTF_8);

    private final Path path;
    private final Optional<Process> cleanup;

    private WorkingDirectory(Path path, Optional<Process> cleanup) {
        this.path = path;
        this.cleanup = cleanup;
    }

    static WorkingDirectory of(Optional<Path> given) throws IOException {
        if (given.isPresent()) {
            return new WorkingDirectory(
                    Files.createDirectories(given.get()).toAbsolutePath().normalize(), Optional.empty());
        }
        // Other users cannot read the directory, because Java creates temporary directories with mode 0700.
        Path path = Files.createTempDirectory("deploy-workload-").toAbsolutePath();
        Process cleanup = new ProcessBuilder("sh", "-c", SCRIPT, "cleanup", path.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new WorkingDirectory(path, Optional.of(cleanup));
    }

    Path path() {
        return path;
    }

    Optional<ProcessHandle> handle() {
        return cleanup.map(Process::toHandle);
    }

    /** Deletes a temporary directory. Before this call, all components must have stopped. */
    void close() {
        cleanup.ifPresent(process -> {
            try {
                Folders.delete(path);
                process.destroyForcibly();
                process.getOutputStream().close();
                process.onExit().join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
