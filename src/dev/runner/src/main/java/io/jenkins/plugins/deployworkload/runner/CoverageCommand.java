package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.manifest.importing.ImportedWorkload;
import io.jenkins.plugins.deployworkload.manifest.importing.ManifestImport;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coverage}: measures how much of existing manifests descriptions can express. */
@Command(
        name = "coverage",
        description = "Imports every workload in the YAML files of folders, and prints how many of them descriptions"
                + " express without patches, and with patches.",
        mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "Folders with Kubernetes manifests.")
    private List<Path> folders;

    @Option(
            names = "--exclude",
            paramLabel = "REGEX",
            description = "Leaves out files of which the path contains a match, such as folders of older releases.")
    private Pattern excluded;

    @Option(
            names = "--files",
            description = "Also prints the file and the reasons of each workload that needs a patch.")
    private boolean printFiles;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        WorkloadCorpus corpus = WorkloadCorpus.of(
                folders, path -> excluded != null && excluded.matcher(path).find());
        CoverageCounts counts = new CoverageCounts();
        for (WorkloadCorpus.Found workload : corpus.workloads()) {
            List<String> reasons = add(workload, counts);
            if (printFiles && !reasons.isEmpty()) {
                out.println(workload.file() + ": " + reasons);
            }
        }
        out.println("YAML files " + corpus.files() + ", unreadable " + corpus.unreadable() + ", incomplete workloads "
                + corpus.incomplete());
        counts.print(out);
        out.flush();
        return ExitCode.OK.code();
    }

    /** Returns the reasons for which the workload is not expressed without patches. */
    private static List<String> add(WorkloadCorpus.Found workload, CoverageCounts counts) {
        try {
            ImportedWorkload imported =
                    ManifestImport.of(List.of(workload.tree()), false).getFirst();
            return counts.add(workload.tree(), imported);
        } catch (InvalidDescriptionException e) {
            return counts.addRefused(workload.tree(), e.problems());
        }
    }
}
