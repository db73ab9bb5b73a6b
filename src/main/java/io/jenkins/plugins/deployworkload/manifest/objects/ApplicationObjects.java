package io.jenkins.plugins.deployworkload.manifest.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.config.GeneratedObject;
import io.jenkins.plugins.deployworkload.workload.rules.RawObject;
import java.util.List;

/** Adds a workload's raw objects to its rendered objects, and applies its patches to all of them. */
public final class ApplicationObjects {

    private ApplicationObjects() {}

    /** @throws InvalidObjectsException if patches or raw objects are not valid; the message has all problems */
    public static List<HasMetadata> complete(
            Workload workload, String namespace, SecretData values, List<HasMetadata> rendered) {
        boolean complete = workload.getObjects().isEmpty()
                && workload.getPatches().isEmpty()
                && workload.getObjectFiles().isEmpty()
                && workload.getSecrets().isEmpty()
                && workload.getConfigMaps().isEmpty();
        if (complete) {
            return List.copyOf(rendered);
        }
        ObjectTrees trees = new ObjectTrees(namespace, false);
        rendered.forEach(trees::add);
        trees.protectData(
                workload.getSecrets().stream().map(GeneratedObject::getName).toList());
        if (!workload.getObjectFiles().isEmpty()) {
            trees.addProblem("objectFiles", Messages.ApplicationObjects_notRead());
        }
        for (int i = 0; i < workload.getConfigMaps().size(); i++) {
            if (workload.getConfigMaps().get(i).getFiles() != null) {
                trees.addProblem("configMaps[" + i + "].files", Messages.ApplicationObjects_notRead());
            }
        }
        RawObject.of(workload.getObjects()).forEach(raw -> trees.add(raw.object(), raw.path()));
        throwIfAny(workload, trees);
        trees.patch(workload.getPatches());
        throwIfAny(workload, trees);
        trees.addHashes(workload, values);
        return trees.objects();
    }

    private static void throwIfAny(Workload workload, ObjectTrees trees) {
        if (!trees.problems().isEmpty()) {
            throw new InvalidObjectsException(workload.getName(), trees.problems());
        }
    }
}
