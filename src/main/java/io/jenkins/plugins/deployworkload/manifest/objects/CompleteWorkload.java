package io.jenkins.plugins.deployworkload.manifest.objects;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlDocument;
import java.util.Map;

/**
 * A workload that contains the content of the files that it named.
 *
 * @param documents the files, by the paths of their content in the workload
 */
public record CompleteWorkload(Workload workload, Map<String, YamlDocument> documents) {

    public CompleteWorkload {
        documents = Map.copyOf(documents);
    }

    /** Returns the problem with its location in a file, if its value comes from a file. */
    public Problem located(Problem problem) {
        return located(problem, documents);
    }

    /** @param documents the files, by the paths of their content */
    static Problem located(Problem problem, Map<String, YamlDocument> documents) {
        for (Map.Entry<String, YamlDocument> entry : documents.entrySet()) {
            String path = problem.path();
            String rest = path.startsWith(entry.getKey())
                    ? path.substring(entry.getKey().length())
                    : "?";
            if (rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[")) {
                String inFile = rest.startsWith(".") ? rest.substring(1) : rest;
                return new Problem(inFile, problem.message(), entry.getValue().location(inFile));
            }
        }
        return problem;
    }
}
