package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that select the cluster. */
final class ClusterOptions {

    @Option(
            names = "--kubeconfig",
            description = "The cluster and the account; default: the file that KUBECONFIG names.")
    private Path kubeconfig;

    @Option(names = "--embedded", description = "Start a control plane for this command and stop it afterwards.")
    private boolean embedded;

    boolean embedded() {
        return embedded;
    }

    ConnectionConfig config() throws CommandException {
        String fromEnvironment = System.getenv().getOrDefault("KUBECONFIG", "");
        Path file = kubeconfig == null && !fromEnvironment.isBlank() ? Path.of(fromEnvironment) : kubeconfig;
        if (file == null) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT,
                    "No cluster given. Set --kubeconfig FILE, the variable KUBECONFIG, or --embedded.");
        }
        try {
            return read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--kubeconfig: " + file + " cannot be read");
        }
    }

    static ConnectionConfig read(String text, String name) throws CommandException {
        try {
            return KubeconfigReader.read(text);
        } catch (KubeconfigException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, name + ": " + e.getMessage());
        }
    }
}
