package io.jenkins.plugins.deployworkload.manifest.objects;

import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.util.List;
import java.util.Map;

/**
 * Patches that contain the content of the files that they named.
 *
 * @param documents the files, by the paths of their content: {@code patches[0].merge}
 */
public record PatchFiles(List<Patch> patches, Map<String, YamlDocument> documents) {

    public static final PatchFiles NONE = new PatchFiles(List.of(), Map.of());

    public PatchFiles {
        patches = List.copyOf(patches);
        documents = Map.copyOf(documents);
    }

    /** Returns the problem with its location in a file, if its value comes from a file. */
    public Problem located(Problem problem) {
        return CompleteWorkload.located(problem, documents);
    }
}
