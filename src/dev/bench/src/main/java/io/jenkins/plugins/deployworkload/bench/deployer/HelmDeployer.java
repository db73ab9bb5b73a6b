package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Deploys with Helm: a chart whose template has the objects as they are, and whose folder {@code
 * crds} has the definitions of custom resources. Helm applies server-side and waits with its
 * default strategy.
 */
public final class HelmDeployer extends CommandLineDeployer {

    /** @see CommandLineDeployer#CommandLineDeployer */
    public HelmDeployer(Path program, Path home, String kubeconfig) throws IOException {
        super("Helm", program, home, kubeconfig);
    }

    @Override
    void write(Application application, Path folder, boolean isFirst) throws IOException {
        Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: application\nversion: 1.0.0\n");
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("objects.yaml"), application.yamlWithoutDefinitions());
        if (!application.definitions().isEmpty()) {
            Path definitions = Files.createDirectories(folder.resolve("crds"));
            Files.writeString(definitions.resolve("definitions.yaml"), Application.yaml(application.definitions()));
        }
    }

    @Override
    String deployCommand(Application application, Path folder, String timeout) {
        return helm("upgrade --install", application) + folder + wait(timeout);
    }

    /** Helm keeps the manifests of its releases in the cluster. */
    @Override
    String rollbackCommand(Application application, Path folder, String timeout) {
        return helm("rollback", application) + wait(timeout);
    }

    private String helm(String command, Application application) {
        return tool() + command + " --namespace=" + application.namespace() + " " + application.name() + " ";
    }

    private static String wait(String timeout) {
        return " --wait --wait-for-jobs --timeout " + timeout;
    }
}
