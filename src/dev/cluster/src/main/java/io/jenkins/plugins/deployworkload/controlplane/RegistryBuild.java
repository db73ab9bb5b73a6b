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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Builds the binary of a container registry from its Go module, and keeps it in the user's cache. */
final class RegistryBuild {

    private static final List<String> FILES = List.of("registry/go.mod", "registry/go.sum", "registry/main.go");

    /** Excludes other threads of this JVM; see {@link AssetBuild}. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private RegistryBuild() {}

    /** @throws ControlPlaneException if Go is missing or the build fails */
    static Path binary(Map<String, String> environment, Consumer<String> progress) {
        Path binary = Assets.cache(environment).resolveSibling("registry-" + fingerprint());
        THREADS.lock();
        try {
            Files.createDirectories(binary.getParent());
            Path lockFile = binary.resolveSibling(binary.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                // If another process held the lock, it has perhaps built the binary.
                if (lock.isValid() && !Files.isExecutable(binary)) {
                    build(binary, environment, progress);
                }
            }
            return binary;
        } catch (IOException e) {
            throw new ControlPlaneException("cannot write the registry's binary to " + binary, e);
        } finally {
            THREADS.unlock();
        }
    }

    private static void build(Path binary, Map<String, String> environment, Consumer<String> progress)
            throws IOException {
        progress.accept("building the container registry from its Go module");
        Path module = Files.createTempDirectory(binary.getParent(), "registry.building-");
        try {
            for (String file : FILES) {
                ClasspathResources.unpack(file, module);
            }
            ProcessBuilder builder = new ProcessBuilder(
                            "go", "build", "-trimpath", "-ldflags=-s -w", "-o", "registry" + File.separator, ".")
                    .directory(module.toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            // As for the control plane, so that both builds share compiled packages.
            builder.environment().put("CGO_ENABLED", "0");
            builder.environment().put("GOWORK", "off");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new ControlPlaneException("the container registry cannot be built:\n" + output);
            }
            Files.move(module.resolve("registry").resolve("registry"), binary, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(module);
        }
    }

    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            FILES.forEach(file -> digest.update(ClasspathResources.read(file)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
