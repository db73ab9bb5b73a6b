package io.jenkins.plugins.deployworkload.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.manifest.importing.ImportedWorkload;
import io.jenkins.plugins.deployworkload.manifest.importing.ManifestImport;
import io.jenkins.plugins.deployworkload.manifest.importing.PipelineScript;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: turns Kubernetes manifests, or a workload of a cluster, into workload files. */
@Command(
        name = "import",
        description =
                "Prints the descriptions of the workloads in Kubernetes manifests, or of one workload of a cluster,"
                        + " on standard output, and notes on standard error.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private enum Format {
        yaml,
        step
    }

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "YAML files with Kubernetes objects.")
    private List<Path> files = List.of();

    @Option(
            names = "--live",
            paramLabel = "KIND/NAME",
            description = "A workload of the cluster, such as Deployment/web, in place of files.")
    private String live;

    @ArgGroup(exclusive = true)
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--namespace",
            description =
                    "With --live: the namespace of the workload; default: the namespace of the kubeconfig's context.")
    private String namespace;

    @Option(
            names = "--as",
            paramLabel = "yaml|step",
            defaultValue = "yaml",
            description = "The output: workload files, or Pipeline steps; default: ${DEFAULT-VALUE}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        if (files.isEmpty() == (live == null)) {
            throw new CommandException(ExitCode.INVALID_INPUT, "Give either files or --live KIND/NAME.");
        }
        List<ImportedWorkload> imported = imported();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter notes = spec.commandLine().getErr();
        for (ImportedWorkload workload : imported) {
            workload.notes().forEach(notes::println);
            if (format == Format.yaml) {
                out.print((workload == imported.getFirst() ? "" : "---\n") + YamlWriter.write(workload.description()));
            } else if (PipelineScript.fits(workload.description())) {
                out.print(PipelineScript.write(workload.description()));
            } else {
                notes.println(workload.name()
                        + ": too large for a Pipeline script, because a method of the JVM has at most 64 KB; print YAML"
                        + " with --as yaml, save it as a file, and deploy it with \"file:\"");
            }
        }
        out.flush();
        boolean complete = format == Format.yaml
                || imported.stream().allMatch(workload -> PipelineScript.fits(workload.description()));
        return (complete ? ExitCode.OK : ExitCode.INVALID_INPUT).code();
    }

    private List<ImportedWorkload> imported() throws CommandException {
        try {
            return live == null ? ManifestImport.of(objectsOfFiles(), false) : ManifestImport.of(liveObjects(), true);
        } catch (InvalidDescriptionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        }
    }

    private List<JsonNode> objectsOfFiles() throws CommandException, InvalidDescriptionException {
        List<JsonNode> objects = new ArrayList<>();
        for (Path file : files) {
            YamlReader.documents(FileOptions.readText(file), file.toString(), Variables.LITERAL)
                    .forEach(document -> objects.add(document.typedTree()));
        }
        return objects;
    }

    private List<JsonNode> liveObjects() throws CommandException {
        String[] kindAndName = live.split("/", -1);
        if (kindAndName.length != 2) {
            throw new CommandException(ExitCode.INVALID_INPUT, "--live: \"" + live + "\" is not KIND/NAME");
        }
        if (namespace != null) {
            CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", namespace);
        }
        return new LiveObjects(cluster.config(), namespace, spec.commandLine().getErr())
                .read(kindAndName[0], kindAndName[1]);
    }
}
