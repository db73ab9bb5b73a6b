package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.controlplane.GoModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Helm and kapply, which are built from a Go module of the benchmark.
 *
 * @param directory contains the binaries
 */
public record Peers(Path directory) {

    private static final GoModule MODULE = new GoModule(
            "peers",
            "Helm and kapply",
            "4 minutes",
            GoModule.files(Peers.class, List.of("peers/go.mod", "peers/go.sum")),
            "tool",
            "",
            Map.of("cmd", "kapply"),
            "");

    /** Whether the user's cache has the binaries. */
    public static boolean areBuilt() {
        return MODULE.isBuilt(System.getenv());
    }

    /** Builds the binaries unless the user's cache has them. */
    public static Peers build() {
        return new Peers(MODULE.build(System.getenv(), System.err::println));
    }

    /**
     * @param home existing directory, in which each deployer gets a directory of its own
     * @param kubeconfig YAML
     */
    public List<Deployer> deployers(Path home, String kubeconfig) throws IOException {
        return List.of(
                new HelmDeployer(
                        directory.resolve("helm"), Files.createDirectory(home.resolve("helm-home")), kubeconfig),
                new KapplyDeployer(
                        directory.resolve("kapply"), Files.createDirectory(home.resolve("kapply-home")), kubeconfig));
    }

    /** For the report. */
    public static String versions() {
        return "Helm " + version("helm.sh/helm/v4") + ", kapply of cli-utils " + version("sigs.k8s.io/cli-utils");
    }

    private static String version(String module) {
        String text = new String(MODULE.files().get("go.mod"), StandardCharsets.UTF_8);
        Matcher version = Pattern.compile("(?m)^\\s*" + Pattern.quote(module) + " (v\\S+)")
                .matcher(text);
        if (!version.find()) {
            throw new IllegalStateException("go.mod does not require " + module);
        }
        return version.group(1);
    }
}
