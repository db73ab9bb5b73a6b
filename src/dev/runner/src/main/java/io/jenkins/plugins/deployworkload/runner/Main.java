package io.jenkins.plugins.deployworkload.runner;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The engine from a command line, without Jenkins: a tool of the development kit. */
@Command(
        name = "deploy-workload",
        description = "Describes, checks and deploys Kubernetes workloads.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeployCommand.class,
            DiffCommand.class,
            RenderCommand.class,
            CheckCommand.class,
            ClusterCommand.class,
            SchemaCommand.class,
            ReferenceCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // fabric8 logs what the engine already says in its own words.
        Logger.getLogger("io.fabric8").setLevel(Level.OFF);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof CommandException refusal) {
                        command.getErr().println(refusal.getMessage());
                        return refusal.exitCode().code();
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
