package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The directories with the binaries of a control plane.
 *
 * @param directory contains executable files for the components of Kubernetes, and optionally {@code kubectl}
 * @param others contains executable files for etcd and kwok
 */
public record Assets(Path directory, Path others) {

    /**
     * Environment variable that names a directory of prebuilt binaries. controller-runtime's envtest uses this variable
     * too.
     */
    public static final String VARIABLE = "KUBEBUILDER_ASSETS";

    /**
     * Finds the binaries in the directory that {@value #VARIABLE} names. Without this variable, uses the binaries in
     * the user's cache. If the cache has no binaries, builds them with Go, which takes about ten minutes. If several
     * processes need the binaries at the same time, one process builds, and the others wait. The system property {@code
     * kubernetes.release} selects the release of Kubernetes: {@code newest}, the default, or {@code oldest}.
     *
     * @param progress receives lines about the progress of the build
     * @throws ControlPlaneException if binaries or Go are missing, or the build fails
     */
    public static Assets find(Consumer<String> progress) {
        return find(System.getenv(), progress);
    }

    static Assets find(Map<String, String> environment, Consumer<String> progress) {
        String configured = environment.getOrDefault(VARIABLE, "");
        return configured.isBlank()
                ? built(KubernetesRelease.of(System.getProperty(KubernetesRelease.PROPERTY)), environment, progress)
                : fromVariable(Path.of(configured));
    }

    static Assets built(KubernetesRelease release, Map<String, String> environment, Consumer<String> progress) {
        return new Assets(
                release.module().build(environment, progress),
                KubernetesRelease.NEWEST.module().build(environment, progress));
    }

    private static Assets fromVariable(Path directory) {
        Assets assets = new Assets(directory, directory);
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

    Path program(Component component) {
        Path found =
                switch (component) {
                    case ETCD, KWOK -> others;
                    case API_SERVER, CONTROLLER_MANAGER, SCHEDULER -> directory;
                };
        return found.resolve(component.binary());
    }

    /**
     * The path of a {@code kubectl} of the control plane's version; empty if the directory contains no {@code kubectl}.
     */
    public Optional<Path> kubectl() {
        return Optional.of(directory.resolve("kubectl")).filter(Files::isExecutable);
    }
}
