package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes v(\\d+\\.\\d+\\.\\S+)");

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
        return configured.isBlank()
                ? new Assets(module().build(environment, progress))
                : fromVariable(Path.of(configured));
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

    static GoModule module() {
        return new GoModule(
                "control-plane",
                "Kubernetes " + version(),
                "10 minutes",
                GoModule.files(Assets.class, List.of("go.mod", "go.sum")),
                "tool",
                linkerFlags(),
                Map.of("server", Component.ETCD.binary()),
                ", or set " + VARIABLE + " to a directory with etcd, kube-apiserver, kube-controller-manager,"
                        + " kube-scheduler and kwok");
    }

    static String version() {
        Matcher version = VERSION.matcher(new String(ClasspathResources.read("go.mod"), StandardCharsets.UTF_8));
        if (!version.find()) {
            throw new IllegalStateException("go.mod does not require k8s.io/kubernetes");
        }
        return version.group(1);
    }

    /** Sets the version as Kubernetes' own build does; otherwise, the API server reports {@code v0.0.0-master}. */
    private static String linkerFlags() {
        String version = version();
        String[] numbers = version.split("\\.");
        String stamp = " -X k8s.io/component-base/version.git";
        return stamp + "Version=v" + version + stamp + "Major=" + numbers[0] + stamp + "Minor=" + numbers[1];
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
