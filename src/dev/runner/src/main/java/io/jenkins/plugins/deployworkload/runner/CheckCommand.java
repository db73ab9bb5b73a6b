package io.jenkins.plugins.deployworkload.runner;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: reports all problems of workload files. */
@Command(
        name = "check",
        description = "Validates workload files or manifests, without a cluster.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files;

    @Mixin
    private NameOption applicationName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        for (ApplicationSource source : files.sources(applicationName.name(), FileOptions::workloadsWithAnyImage)) {
            // The namespace of the deploy is not known here.
            Application application = source.render(source.namedNamespace());
            spec.commandLine().getOut().println(application.name() + ": valid");
        }
        return ExitCode.OK.code();
    }
}
