package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names, labels and selectors of the rendered objects. */
public final class WorkloadLabels {

    /**
     * The label of a workload's objects and pods. Unless the description has a selector of its own, selectors contain
     * only this label: a selector is immutable, whereas every deploy can change the workload's group and the user's
     * labels.
     */
    public static final String NAME_LABEL = RolloutRequest.NAME_LABEL;

    /** The annotation with the workload's description. */
    public static final String DESCRIPTION_ANNOTATION = "deploy-workload.jenkins.io/description";

    /** The value of the label {@code app.kubernetes.io/managed-by} on all rendered objects. */
    public static final String MANAGER = "deploy-workload";

    private WorkloadLabels() {}

    /** The selector of the workload's pods. */
    static Map<String, String> selector(Workload workload) {
        return workload.getMatchLabels().isEmpty() ? Map.of(NAME_LABEL, workload.getName()) : workload.getMatchLabels();
    }

    /** The metadata of an object that has the workload's name. */
    static ObjectMeta metadata(Workload workload, String namespace) {
        Map<String, String> annotations = new LinkedHashMap<>(workload.getAnnotations());
        if (workload.getDescription() != null) {
            annotations.put(DESCRIPTION_ANNOTATION, workload.getDescription());
        }
        return new ObjectMetaBuilder()
                .withName(workload.getName())
                .withNamespace(namespace)
                .withLabels(labels(workload))
                .withAnnotations(annotations)
                .build();
    }

    /**
     * The labels of the workload's objects: the labels of the user, the standard labels that the user does not set, and
     * {@link #NAME_LABEL}.
     */
    static Map<String, String> labels(Workload workload) {
        Map<String, String> labels = new LinkedHashMap<>(workload.getLabels());
        labels.putIfAbsent("app.kubernetes.io/name", workload.getName());
        labels.putIfAbsent("app.kubernetes.io/managed-by", MANAGER);
        if (workload.getGroup() != null) {
            labels.putIfAbsent("app.kubernetes.io/part-of", workload.getGroup());
        }
        labels.put(NAME_LABEL, workload.getName());
        return labels;
    }

    /**
     * The labels of the pods. With a selector of the user, pods have the labels that the user gives to pods only, as in
     * a manifest: the pods of an imported workload must not change, and deploys find them by that selector.
     */
    static Map<String, String> podLabels(Workload workload) {
        Map<String, String> labels = workload.getMatchLabels().isEmpty() ? labels(workload) : new LinkedHashMap<>();
        labels.putAll(workload.getPodLabels());
        labels.putAll(workload.getMatchLabels());
        return labels;
    }
}
