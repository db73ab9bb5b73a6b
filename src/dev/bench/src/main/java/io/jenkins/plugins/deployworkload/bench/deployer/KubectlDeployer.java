package io.jenkins.plugins.deployworkload.bench.deployer;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Deploys with kubectl: one server-side apply of one file with all objects, then one {@code rollout status} of all
 * Deployments, StatefulSets and DaemonSets, and one {@code wait} for all Jobs. Definitions of custom resources are
 * applied before, and awaited.
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
        Files.writeString(folder.resolve("definitions.yaml"), Application.yaml(application.definitions()));
    }

    @Override
    String deployCommand(Application application, Path folder, String timeout) {
        String apply = apply(application, folder, "objects.yaml") + wait(application, timeout);
        if (application.definitions().isEmpty()) {
            return apply;
        }
        return apply(application, folder, "definitions.yaml") + " && " + kubectl(application)
                + "wait --for=condition=Established -f " + folder.resolve("definitions.yaml") + " && " + apply;
    }

    private String apply(Application application, Path folder, String file) {
        return kubectl(application) + "apply --server-side --field-manager=bench -f " + folder.resolve(file);
    }

    /** Waits for all workloads, after an apply. */
    private String wait(Application application, String timeout) {
        Map<Boolean, List<String>> byJob = application.workloads().stream()
                .collect(Collectors.partitioningBy(workload -> workload.startsWith("job/")));
        return command(application, "rollout status", timeout, byJob.get(false))
                + command(application, "wait --for=condition=complete", timeout, byJob.get(true));
    }

    private String command(Application application, String command, String timeout, List<String> workloads) {
        return workloads.isEmpty()
                ? ""
                : " && " + kubectl(application) + command + " --timeout=" + timeout + " " + String.join(" ", workloads);
    }

    @Override
    String rollbackCommand(Application application, Path folder, String timeout) {
        return kubectl(application) + "rollout undo " + String.join(" ", application.workloads())
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
