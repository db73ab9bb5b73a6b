package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: reports all problems of workload files. */
@Command(name = "check", description = "Validates workload files, without a cluster.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        for (Workload workload : files.workloadsWithAnyImage()) {
            files.objects(workload, namespace(workload));
            spec.commandLine().getOut().println(workload.getName() + ": valid");
        }
        return ExitCode.OK.code();
    }

    /** The namespace that an object of the workload names, because the namespace of the deploy is not known here. */
    private static String namespace(Workload workload) {
        return RawObject.of(workload.getObjects()).stream()
                .map(object -> object.tree().path("metadata").path("namespace").asText(""))
                .filter(namespace -> !namespace.isEmpty())
                .findFirst()
                .orElse("default");
    }
}
