package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code render}: prints the Kubernetes objects of workload files. */
@Command(
        name = "render",
        description = "Prints the Kubernetes objects of workloads or manifests as YAML.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files;

    @Mixin
    private NameOption applicationName;

    @Option(
            names = "--namespace",
            defaultValue = "default",
            description = "The namespace of the objects; default: ${DEFAULT-VALUE}.")
    private String namespace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", namespace);
        for (Application application : files.applications(applicationName.name(), namespace, FileOptions::workloads)) {
            for (HasMetadata object : application.objects()) {
                spec.commandLine().getOut().print(Serialization.asYaml(object));
            }
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
