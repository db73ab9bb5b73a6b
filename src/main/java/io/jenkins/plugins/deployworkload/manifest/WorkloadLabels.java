package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/** How objects are named and labelled, and by which label they find their pods. */
public final class WorkloadLabels {

    /**
     * The label that selects a workload's objects and pods. It is the only one in selectors, which cannot be changed
     * later: neither a group nor a person's own label may ever stand there.
     */
    public static final String NAME_LABEL = RolloutRequest.NAME_LABEL;

    /** The annotation that holds a workload's description, in any language. */
    public static final String DESCRIPTION_ANNOTATION = "deploy-workload.jenkins.io/description";

    /** The value of the label {@code app.kubernetes.io/managed-by} of all that this product makes. */
    public static final String MANAGER = "deploy-workload";

    private WorkloadLabels() {}

    /** The selector of the workload's pods. */
    static Map<String, String> selector(Workload workload) {
        return Map.of(NAME_LABEL, workload.getName());
    }

    /** The metadata of an object that carries the workload's own name. */
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

    /** The labels of the workload's objects and pods: the person's own, the standard ones, and the product's. */
    static Map<String, String> labels(Workload workload) {
        Map<String, String> labels = new LinkedHashMap<>(workload.getLabels());
        labels.put("app.kubernetes.io/name", workload.getName());
        labels.put("app.kubernetes.io/managed-by", MANAGER);
        if (workload.getGroup() != null) {
            labels.put("app.kubernetes.io/part-of", workload.getGroup());
        }
        labels.put(NAME_LABEL, workload.getName());
        return labels;
    }
}
