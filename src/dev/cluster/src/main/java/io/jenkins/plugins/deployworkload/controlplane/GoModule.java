package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * A Go module whose binaries are built with Go and kept in the user's cache.
 *
 * @param name beginning of the directory's name in the cache
 * @param title name in messages, for example {@code Kubernetes 1.37.2}
 * @param buildTime how long a first build takes, for messages
 * @param files content of the module's files by name
 * @param packages the packages for {@code go build}, or {@code tool} for the tools of {@code go.mod}
 * @param linkerFlags flags for the linker, in addition to those that leave out debug information
 * @param renamed names of binaries that Go names otherwise. Go names a binary after the last element of its package
 *     path
 * @param alternative what else the user can do if Go is missing; empty, or the end of a sentence
 */
public record GoModule(
        String name,
        String title,
        String buildTime,
        SequencedMap<String, byte[]> files,
        String packages,
        String linkerFlags,
        Map<String, String> renamed,
        String alternative) {

    /** Name of the file that a build creates last. A directory without this file is incomplete. */
    static final String MARKER = "complete";

    /**
     * Reads the files of a module.
     *
     * @param neighbor a class in the package of the resources
     * @param names names of the resources, relative to the package
     */
    public static SequencedMap<String, byte[]> files(Class<?> neighbor, List<String> names) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        names.forEach(
                name -> files.put(name.substring(name.lastIndexOf('/') + 1), ClasspathResources.read(neighbor, name)));
        return files;
    }

    /** Whether the cache has the binaries. */
    public boolean isBuilt(Map<String, String> environment) {
        return Files.exists(directory(environment).resolve(MARKER));
    }

    /**
     * Builds the binaries unless the cache has them. If several processes need the binaries at the same time, one process
     * builds, and the others wait.
     *
     * @param progress receives lines about the progress of the build
     * @return the directory of the binaries
     * @throws ControlPlaneException if Go is missing or the build fails
     */
    public Path build(Map<String, String> environment, Consumer<String> progress) {
        if (!isBuilt(environment)) {
            new GoBuild(this, environment, progress).run();
        }
        return directory(environment);
    }

    /** The directory in the cache. Its name contains a hash of the files, so that outdated binaries are not used. */
    Path directory(Map<String, String> environment) {
        Path configured = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        // A relative path is ignored, as the XDG Base Directory Specification requires.
        Path caches = configured.isAbsolute()
                ? configured
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return caches.resolve("deploy-workload").resolve(name + "-" + fingerprint());
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
