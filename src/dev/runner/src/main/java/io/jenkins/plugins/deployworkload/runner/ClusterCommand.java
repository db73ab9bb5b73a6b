package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlaneException;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster}: runs a real control plane until this process ends. */
@Command(
        name = "cluster",
        description =
                "Starts a Kubernetes control plane with simulated nodes, and keeps it until Ctrl-C, SIGTERM or the "
                        + "end of standard input.",
        mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {

    @Option(names = "--kubeconfig", required = true, description = "Where to write an administrator's kubeconfig.")
    private Path kubeconfig;

    @Option(
            names = "--nodes",
            defaultValue = "2",
            description = "Number of simulated nodes; default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException, IOException {
        if (nodes < 0) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT, "--nodes: invalid value " + nodes + "; must be 0 or more");
        }
        try (ControlPlane controlPlane = startControlPlane(nodes)) {
            writeKubeconfig(controlPlane);
            spec.commandLine().getOut().println("Ready: " + controlPlane.server() + ", kubeconfig " + kubeconfig);
            spec.commandLine().getOut().flush();
            // This call blocks until standard input ends. On a signal, a shutdown hook stops the control plane.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return ExitCode.OK.code();
    }

    private void writeKubeconfig(ControlPlane controlPlane) throws CommandException {
        try {
            controlPlane.writeKubeconfig(kubeconfig);
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--kubeconfig: " + kubeconfig + " cannot be written");
        }
    }

    static ControlPlane startControlPlane(int nodes) throws CommandException {
        try {
            return ControlPlane.start(Options.defaults().withNodes(nodes));
        } catch (ControlPlaneException e) {
            throw new CommandException(ExitCode.CLUSTER_ERROR, e.getMessage());
        }
    }
}
