package io.jenkins.plugins.deployworkload.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the binaries of a control plane from the Go modules of {@code go.mod}. */
final class AssetBuild {

    /**
     * Excludes other threads of this JVM. The file lock excludes other processes only: a JVM that requests the lock
     * twice gets an exception.
     */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** Name of the file that a build creates last. A directory without this file is incomplete. */
    private static final String MARKER = "complete";

    private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes v(\\d+\\.\\d+\\.\\S+)");

    private AssetBuild() {}

    static boolean isComplete(Path directory) {
        return Files.exists(directory.resolve(MARKER));
    }

    /**
     * @param directory the directory for the binaries
     * @throws ControlPlaneException if Go is missing or the build fails
     */
    static void build(Path directory, Map<String, String> environment, Consumer<String> progress) {
        THREADS.lock();
        try {
            Files.createDirectories(directory.getParent());
            Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, progress)) {
                // If another process held the lock, it has perhaps built the binaries.
                if (lock.isValid() && !isComplete(directory)) {
                    buildLocked(directory, environment, progress);
                }
            }
        } catch (IOException e) {
            throw new ControlPlaneException("cannot write the control plane's binaries to " + directory, e);
        } finally {
            THREADS.unlock();
        }
    }

    private static FileLock lock(FileChannel channel, Consumer<String> progress) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        progress.accept("waiting for another process that is building Kubernetes");
        return channel.lock();
    }

    private static void buildLocked(Path directory, Map<String, String> environment, Consumer<String> progress)
            throws IOException {
        String go = go(environment);
        String prefix = directory.getFileName() + ".building-";
        deleteLeftovers(directory.getParent(), prefix);
        Path building = Files.createTempDirectory(directory.getParent(), prefix);
        try {
            Path module = Files.createDirectory(building.resolve("module"));
            ClasspathResources.unpack("go.mod", module);
            ClasspathResources.unpack("go.sum", module);
            Path binaries = Files.createDirectory(building.resolve("binaries"));
            new GoCommands(go, module, environment, version(), progress).build(binaries);

            // Go names a binary after the last element of its package path.
            Files.move(binaries.resolve("server"), binaries.resolve(Component.ETCD.binary()));
            Files.createFile(binaries.resolve(MARKER));
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

    private static String go(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, "go"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() ->
                        new ControlPlaneException("There is no `go` on the PATH to build the control plane's binaries. "
                                + "Install Go 1.24 or newer (https://go.dev/dl), or set " + Assets.VARIABLE
                                + " to a directory with etcd, kube-apiserver, kube-controller-manager, kube-scheduler and"
                                + " kwok."));
    }

    static String version() {
        Matcher version = VERSION.matcher(new String(ClasspathResources.read("go.mod"), StandardCharsets.UTF_8));
        if (!version.find()) {
            throw new IllegalStateException("go.mod does not require k8s.io/kubernetes");
        }
        return version.group(1);
    }
}
