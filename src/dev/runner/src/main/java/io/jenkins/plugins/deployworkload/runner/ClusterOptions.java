package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigException;
import io.jenkins.plugins.deployworkload.client.config.KubeconfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster a command talks to. */
final class ClusterOptions {

    @Option(names = "--kubeconfig", description = "Default: the file that KUBECONFIG names.")
    private Path kubeconfig;

    @Option(names = "--embedded", description = "Start a control plane for this command alone.")
    private boolean embedded;

    boolean embedded() {
        return embedded;
    }

    ConnectionConfig config() throws CommandException {
        String named = System.getenv().getOrDefault("KUBECONFIG", "");
        Path file = kubeconfig == null && !named.isBlank() ? Path.of(named) : kubeconfig;
        if (file == null) {
            throw new CommandException(
                    ExitCode.INVALID_INPUT, "no cluster is named: --kubeconfig FILE, KUBECONFIG or --embedded");
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
