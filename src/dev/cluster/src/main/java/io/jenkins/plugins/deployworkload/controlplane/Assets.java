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
 * The folder with the programs of a control plane.
 *
 * @param directory holds an executable file for each {@link Component}, and perhaps {@code kubectl}
 */
public record Assets(Path directory) {

    /** Names a folder of ready-made programs, as other tools that test against a control plane understand it. */
    public static final String VARIABLE = "KUBEBUILDER_ASSETS";

    /**
     * The programs in the folder that {@value #VARIABLE} names; otherwise those in the user's cache, built with Go when
     * they are not there yet: some ten minutes, told to {@code progress}. When they are there this takes milliseconds and
     * says nothing. Processes that ask at the same time build once.
     *
     * @throws ControlPlaneException if programs are missing, there is no Go, or the build fails
     */
    public static Assets find(Consumer<String> progress) {
        return find(System.getenv(), progress);
    }

    static Assets find(Map<String, String> environment, Consumer<String> progress) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return named(Path.of(named));
        }
        Path directory = cache(environment);
        if (!AssetBuild.isComplete(directory)) {
            AssetBuild.build(directory, environment, progress);
        }
        return new Assets(directory);
    }

    private static Assets named(Path directory) {
        Assets assets = new Assets(directory);
        List<String> missing = Arrays.stream(Component.values())
                .filter(component -> !Files.isExecutable(assets.program(component)))
                .map(Component::binary)
                .toList();
        if (!missing.isEmpty()) {
            throw new ControlPlaneException(
                    "%s is %s, where these programs are missing: %s. Put them there, or unset %s to "
                                    .formatted(VARIABLE, directory, String.join(", ", missing), VARIABLE)
                            + "have all programs built from their sources with Go.");
        }
        return assets;
    }

    /** The folder changes with the versions of what is built, so that old programs are never taken for new ones. */
    static Path cache(Map<String, String> environment) {
        Path configured = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        // The XDG rules: a path that is not absolute counts as not given.
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
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Path program(Component component) {
        return directory.resolve(component.binary());
    }

    /** A {@code kubectl} of the same version; not everybody's folder has one. */
    public Optional<Path> kubectl() {
        return Optional.of(directory.resolve("kubectl")).filter(Files::isExecutable);
    }
}
