package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of a plane: one that was given and stays, or a temporary one that goes, however this Java process ends. */
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
        // Java lets nobody else into a temporary folder.
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

    /** To be called when no program writes there any more. */
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
