package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Deploys with kubectl: one server-side apply of one file with all objects, then one {@code rollout status} of all
 * Deployments or StatefulSets, or one {@code wait} for a Job.
 */
public final class KubectlDeployer extends CommandLineDeployer {

    private final Path program;

    /** @see CommandLineDeployer#CommandLineDeployer */
    public KubectlDeployer(Path program, Path home, String kubeconfig) throws IOException {
        super("kubectl", program, home, kubeconfig);
        this.program = program;
    }

    @Override
    void write(Application application, Path folder, boolean isFirst) throws IOException {
        Files.writeString(folder.resolve("objects.yaml"), application.yaml());
    }

    @Override
    String deployCommand(Application application, Path folder, String timeout) {
        return kubectl(application) + "apply --server-side --field-manager=bench -f " + folder.resolve("objects.yaml")
                + " && " + wait(application, timeout);
    }

    private String wait(Application application, String timeout) {
        List<String> workloads = application.workloads();
        String wait = workloads.getFirst().startsWith("job/") ? "wait --for=condition=complete" : "rollout status";
        return kubectl(application) + wait + " --timeout=" + timeout + " " + String.join(" ", workloads);
    }

    @Override
    String rollbackCommand(Application application, Path folder, String timeout) {
        return kubectl(application) + "rollout undo " + String.join(" ", application.workloads()) + " && "
                + wait(application, timeout);
    }

    private String kubectl(Application application) {
        return tool() + "--namespace=" + application.namespace() + " ";
    }

    /** The version of kubectl, such as {@code v1.37.2}. */
    public String version() {
        return Command.run(home(), program + " version --client")
                .lines()
                .filter(line -> line.startsWith("Client Version: "))
                .map(line -> line.substring("Client Version: ".length()))
                .findFirst()
                .orElse("?");
    }
}
