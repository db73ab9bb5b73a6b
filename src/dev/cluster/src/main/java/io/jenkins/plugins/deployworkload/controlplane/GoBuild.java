package io.jenkins.plugins.deployworkload.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Builds the binaries of a Go module in the user's cache. */
final class GoBuild {

    /**
     * Excludes other threads of this JVM. The file lock excludes other processes only: a JVM that requests the lock
     * twice gets an exception.
     */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final GoModule module;
    private final Path directory;
    private final Map<String, String> environment;
    private final Consumer<String> progress;

    GoBuild(GoModule module, Map<String, String> environment, Consumer<String> progress) {
        this.module = module;
        this.directory = module.directory(environment);
        this.environment = environment;
        this.progress = progress;
    }

    /** @throws ControlPlaneException if Go is missing or the build fails */
    void run() {
        THREADS.lock();
        try {
            Files.createDirectories(directory.getParent());
            Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                // If another process held the lock, it has perhaps built the binaries.
                if (lock.isValid() && !module.isBuilt(environment)) {
                    runLocked();
                }
            }
        } catch (IOException e) {
            throw new ControlPlaneException("cannot write the binaries of " + module.title() + " to " + directory, e);
        } finally {
            THREADS.unlock();
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        progress.accept("waiting for another process that is building " + module.title());
        return channel.lock();
    }

    private void runLocked() throws IOException {
        String go = go();
        String prefix = directory.getFileName() + ".building-";
        deleteLeftovers(directory.getParent(), prefix);
        Path building = Files.createTempDirectory(directory.getParent(), prefix);
        try {
            Path sources = Files.createDirectory(building.resolve("module"));
            for (Map.Entry<String, byte[]> file : module.files().entrySet()) {
                Files.write(sources.resolve(file.getKey()), file.getValue());
            }
            Path binaries = Files.createDirectory(building.resolve("binaries"));
            new GoCommands(go, module, sources, environment, progress).build(binaries);
            for (Map.Entry<String, String> name : module.renamed().entrySet()) {
                Files.move(binaries.resolve(name.getKey()), binaries.resolve(name.getValue()));
            }
            Files.createFile(binaries.resolve(GoModule.MARKER));
            Folders.delete(directory);
            Files.move(binaries, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(building);
        }
    }

    /** Deletes files that killed builds have left. The caller must hold the lock. */
    private static void deleteLeftovers(Path parent, String prefix) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(parent)) {
            leftovers = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Folders.delete(leftover);
        }
    }

    private String go() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, "go"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new ControlPlaneException("There is no `go` on the PATH to build " + module.title()
                        + ". Install Go 1.24 or newer (https://go.dev/dl)" + module.alternative() + "."));
    }
}
