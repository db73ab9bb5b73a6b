package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The directory with the binaries of a control plane.
 *
 * @param directory contains an executable file for each {@link Component}, and optionally {@code kubectl}
 */
public record Assets(Path directory) {

    /**
     * Environment variable that names a directory of prebuilt binaries. controller-runtime's envtest uses this variable
     * too.
     */
    public static final String VARIABLE = "KUBEBUILDER_ASSETS";

    /**
     * Finds the binaries in the directory that {@value #VARIABLE} names. Without this variable, uses the binaries in
     * the user's cache. If the cache has no binaries, builds them with Go, which takes about ten minutes. If several
     * processes need the binaries at the same time, one process builds, and the others wait.
     *
     * @param progress receives lines about the progress of the build
     * @throws ControlPlaneException if binaries or Go are missing, or the build fails
     */
    public static Assets find(Consumer<String> progress) {
        return find(System.getenv(), progress);
    }

    static Assets find(Map<String, String> environment, Consumer<String> progress) {
        String configured = environment.getOrDefault(VARIABLE, "");
        if (!configured.isBlank()) {
            return fromVariable(Path.of(configured));
        }
        Path directory = cache(environment);
        if (!AssetBuild.isComplete(directory)) {
            AssetBuild.build(directory, environment, progress);
        }
        return new Assets(directory);
    }

    private static Assets fromVariable(Path directory) {
        Assets assets = new Assets(directory);
        List<String> missing = Arrays.stream(Component.values())
                .filter(component -> !Files.isExecutable(assets.program(component)))
                .map(Component::binary)
                .toList();
        if (!missing.isEmpty()) {
            throw new ControlPlaneException("%s=%s: missing binaries: %s. Add them, or unset %s to "
                            .formatted(VARIABLE, directory, String.join(", ", missing), VARIABLE)
                    + "build all binaries from their sources with Go.");
        }
        return assets;
    }

    /** The cache directory. Its name contains a hash of the Go modules, so that outdated binaries are not used. */
    static Path cache(Map<String, String> environment) {
        Path configured = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        // A relative path is ignored, as the XDG Base Directory Specification requires.
        Path caches = configured.isAbsolute()
                ? configured
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return caches.resolve("deploy-workload").resolve("control-plane-" + fingerprint());
    }

    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ClasspathResources.read("go.mod"));
            digest.update(ClasspathResources.read("go.sum"));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    Path program(Component component) {
        return directory.resolve(component.binary());
    }

    /**
     * The path of a {@code kubectl} of the control plane's version; empty if the directory contains no {@code kubectl}.
     */
    public Optional<Path> kubectl() {
        return Optional.of(directory.resolve("kubectl")).filter(Files::isExecutable);
    }
}
