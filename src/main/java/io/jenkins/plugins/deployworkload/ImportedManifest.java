package io.jenkins.plugins.deployworkload;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.manifest.importing.ImportedWorkload;
import io.jenkins.plugins.deployworkload.manifest.importing.ManifestImport;
import io.jenkins.plugins.deployworkload.manifest.importing.PipelineScript;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a pasted manifest, for the page of imports.
 *
 * @param manifest the text that was pasted
 * @param step whether the result is a Pipeline step; otherwise, it is a file
 * @param result the descriptions; empty if the manifest cannot be imported
 * @param notes the problems of the manifest, or the notes about its import
 */
public record ImportedManifest(String manifest, boolean step, String result, List<String> notes) {

    static ImportedManifest of(String manifest, boolean step) {
        try {
            List<JsonNode> objects = YamlReader.documents(manifest, "", Variables.LITERAL).stream()
                    .map(YamlDocument::typedTree)
                    .toList();
            return of(manifest, step, ManifestImport.of(objects, false));
        } catch (InvalidDescriptionException e) {
            return new ImportedManifest(
                    manifest, step, "", e.getMessage().lines().toList());
        }
    }

    private static ImportedManifest of(String manifest, boolean step, List<ImportedWorkload> imported) {
        List<String> notes = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (ImportedWorkload workload : imported) {
            notes.addAll(workload.notes());
            if (!step) {
                results.add(YamlWriter.write(workload.description()));
            } else if (PipelineScript.fits(workload.description())) {
                results.add(PipelineScript.write(workload.description()));
            } else {
                notes.add(Messages.ImportedManifest_tooLarge(workload.name()));
            }
        }
        return new ImportedManifest(manifest, step, String.join(step ? "" : "---\n", results), notes);
    }

    // Jelly does not read components of records.

    public String getManifest() {
        return manifest;
    }

    public boolean isStep() {
        return step;
    }

    public String getResult() {
        return result;
    }

    public List<String> getNotes() {
        return notes;
    }
}
