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

/** Builds the programs of a control plane from the Go modules that {@code go.mod} names. */
final class AssetBuild {

    /** A file lock holds other processes back, but is an error between threads of one process. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** Written last: a folder without it is not finished. */
    private static final String MARKER = "complete";

    private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes v(\\d+\\.\\d+\\.\\S+)");

    private AssetBuild() {}

    static boolean isComplete(Path directory) {
        return Files.exists(directory.resolve(MARKER));
    }

    /**
     * @param directory the finished programs' place
     * @throws ControlPlaneException if there is no Go or it fails
     */
    static void build(Path directory, Map<String, String> environment, Consumer<String> progress) {
        THREADS.lock();
        try {
            Files.createDirectories(directory.getParent());
            Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, progress)) {
                // Whoever held the lock before may have built them.
                if (lock.isValid() && !isComplete(directory)) {
                    buildLocked(directory, environment, progress);
                }
            }
        } catch (IOException e) {
            throw new ControlPlaneException("cannot put the programs of the control plane into " + directory, e);
        } finally {
            THREADS.unlock();
        }
    }

    private static FileLock lock(FileChannel channel, Consumer<String> progress) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        progress.accept("another process is building Kubernetes; waiting for it");
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
            Path programs = Files.createDirectory(building.resolve("programs"));
            new GoCommands(go, module, environment, version(), progress).build(programs);

            // Go names a program after the last part of its package's path.
            Files.move(programs.resolve("server"), programs.resolve(Component.ETCD.binary()));
            Files.createFile(programs.resolve(MARKER));
            Folders.delete(directory);
            Files.move(programs, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(building);
        }
    }

    /** What a build left that was killed; only the holder of the lock gets here. */
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
                .orElseThrow(() -> new ControlPlaneException(
                        "The control plane's programs are built from their sources, and there is no `go` on the PATH. "
                                + "Install Go 1.24 or newer (https://go.dev/dl), or set " + Assets.VARIABLE
                                + " to a folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler and"
                                + " kwok."));
    }

    static String version() {
        Matcher version = VERSION.matcher(new String(ClasspathResources.read("go.mod"), StandardCharsets.UTF_8));
        if (!version.find()) {
            throw new IllegalStateException("go.mod does not name k8s.io/kubernetes");
        }
        return version.group(1);
    }
}
