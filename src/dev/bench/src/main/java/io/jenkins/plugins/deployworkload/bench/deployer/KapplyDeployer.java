package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deploys with kapply, the command line of cli-utils, from a directory with an inventory template. */
public final class KapplyDeployer extends CommandLineDeployer {

    /** @see CommandLineDeployer#CommandLineDeployer */
    public KapplyDeployer(Path program, Path home, String kubeconfig) throws IOException {
        super("kapply", program, home, kubeconfig);
    }

    @Override
    void write(Application application, Path folder, boolean isFirst) throws IOException {
        Files.writeString(folder.resolve("objects.yaml"), application.yaml());
        if (isFirst) {
            Command.run(home(), kapply("init", application, folder) + " --inventory-id=" + application.name());
        }
    }

    @Override
    String deployCommand(Application application, Path folder, String timeout) {
        return kapply("apply", application, folder) + " --reconcile-timeout=" + timeout;
    }

    /** kapply has no rollback: a user applies the former manifests. */
    @Override
    String rollbackCommand(Application application, Path folder, String timeout) {
        return deployCommand(application, folder, timeout);
    }

    private String kapply(String command, Application application, Path folder) {
        return tool() + command + " --namespace=" + application.namespace() + " " + folder;
    }
}
