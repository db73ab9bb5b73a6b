package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.manifest.importing.ImportedWorkload;
import io.jenkins.plugins.deployworkload.manifest.importing.ManifestImport;
import io.jenkins.plugins.deployworkload.preview.LiveImport;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The workload that fills the form: of a text that a user has pasted, which is a workload file or a Kubernetes manifest, or
 * of a cluster.
 *
 * @param step a step with the workload; null if there are problems
 * @param problems the problems, with line and column where they are known
 * @param notes what differs from the objects of a manifest or of the cluster
 */
public record FormWorkload(DeployWorkloadStep step, List<String> problems, List<String> notes) {

    public FormWorkload {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    static FormWorkload of(String text) {
        try {
            List<JsonNode> documents = YamlReader.documents(text, "", Variables.LITERAL).stream()
                    .map(YamlDocument::typedTree)
                    .toList();
            return documents.stream().anyMatch(FormWorkload::isManifest) ? imported(documents) : described(text);
        } catch (InvalidDescriptionException e) {
            return refused(e.problems().stream().map(Problem::toString).toList());
        }
    }

    static FormWorkload refused(List<String> problems) {
        return new FormWorkload(null, problems, List.of());
    }

    /**
     * Imports a workload of a cluster.
     *
     * @param item the item of the form. The user must be allowed to make Jenkins connect to clusters
     */
    static FormWorkload ofCluster(Item item, ApplicationTarget workload, String kind) throws InterruptedException {
        if (!(item instanceof Job<?, ?> job)) {
            return refused(List.of(Messages.FormWorkload_noJob()));
        }
        try {
            return LiveImport.of(job, workload, kind, FormWorkload::ofLive);
        } catch (InvalidDescriptionException e) {
            return refused(e.problems().stream().map(Problem::toString).toList());
        } catch (AbortException e) {
            return refused(e.getMessage().lines().toList());
        }
    }

    private static FormWorkload ofLive(LiveImport live) throws InvalidDescriptionException {
        ImportedWorkload imported = ManifestImport.of(live.objects(), true).getFirst();
        if (YamlWriter.write(imported.description()).length() > YamlReader.MAX_CHARACTERS) {
            return refused(List.of(Messages.FormWorkload_tooLarge(Integer.toString(YamlReader.MAX_CHARACTERS))));
        }
        return of(
                Binder.bind(imported.description(), Workload.class),
                Stream.concat(imported.notes().stream(), live.notes().stream()).toList());
    }

    private static boolean isManifest(JsonNode document) {
        return document.has("apiVersion") || document.has("kind");
    }

    private static FormWorkload imported(List<JsonNode> documents) throws InvalidDescriptionException {
        List<ImportedWorkload> all = ManifestImport.of(documents, false);
        requireOne(all.size());
        ImportedWorkload imported = all.getFirst();
        return of(Binder.bind(imported.description(), Workload.class), imported.notes());
    }

    private static FormWorkload described(String text) throws InvalidDescriptionException {
        List<Workload> all = YamlReader.read(text, "", Workload.class, Variables.UNESCAPED);
        requireOne(all.size());
        return of(all.getFirst(), List.of());
    }

    private static void requireOne(int workloads) throws InvalidDescriptionException {
        if (workloads > 1) {
            throw new InvalidDescriptionException(
                    List.of(new Problem("", Messages.FormWorkload_several(Integer.toString(workloads)))));
        }
    }

    private static FormWorkload of(Workload workload, List<String> notes) {
        DeployWorkloadStep step = new DeployWorkloadStep(null);
        step.setWorkload(workload);
        return new FormWorkload(step, List.of(), notes);
    }

    // Jelly does not read components of records.

    public DeployWorkloadStep getStep() {
        return step;
    }

    public List<String> getProblems() {
        return problems;
    }

    public List<String> getNotes() {
        return notes;
    }
}
