package io.jenkins.plugins.deployworkload.runner;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Command-line tool of the development kit: runs the deployment engine without Jenkins. */
@Command(
        name = "deploy-workload",
        description = "Validates, renders and deploys Kubernetes workloads.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeployCommand.class,
            DiffCommand.class,
            RollbackCommand.class,
            RemoveCommand.class,
            RenderCommand.class,
            CheckCommand.class,
            CoverageCommand.class,
            RoleCommand.class,
            ImportCommand.class,
            ClusterCommand.class,
            SchemaCommand.class,
            ReferenceCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // The engine itself reports the errors that the fabric8 client would log.
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof CommandException failure) {
                        command.getErr().println(failure.getMessage());
                        return failure.exitCode().code();
                    }
                    throw e;
                })
                .setParameterExceptionHandler((e, arguments) -> {
                    e.getCommandLine().getErr().println(e.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(
                            e, e.getCommandLine().getErr());
                    return ExitCode.INVALID_INPUT.code();
                });
    }
}
