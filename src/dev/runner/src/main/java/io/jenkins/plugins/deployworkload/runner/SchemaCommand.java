package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: prints the JSON Schema of a workload file. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of a workload file, for editors.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(Schema.of(Workload.class).toPrettyString());
        return ExitCode.OK.code();
    }
}
