package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.util.List;
import java.util.stream.Collectors;

/** What a form can offer for a field, as the cluster is asked for it. Typing something else always stays possible. */
public enum SuggestionKind {
    /** The names of the config maps of the namespace. */
    CONFIG_MAP,
    /** The names of the secrets of the namespace, where the cluster's configuration allows it. */
    SECRET,
    /** The keys in the config map or secret that is named beside. */
    CONFIG_KEY(CONFIG_MAP, SECRET),
    /** The names of the persistent volume claims of the namespace. */
    PERSISTENT_VOLUME_CLAIM,
    /** The names of the service accounts of the namespace. */
    SERVICE_ACCOUNT,
    /** The names of the storage classes. */
    STORAGE_CLASS,
    /** The keys of the labels that nodes have. */
    NODE_LABEL,
    /** The values that nodes have for the label that is named beside. */
    NODE_LABEL_VALUE(NODE_LABEL),
    /** The keys of the taints that nodes have. */
    NODE_TAINT,
    /** The values that nodes have for the taint that is named beside. */
    NODE_TAINT_VALUE(NODE_TAINT),
    /** What nodes can give beside CPU and memory: GPUs, other devices, huge pages. */
    RESOURCE,
    /** How much a node can give of the resource that is named beside. */
    RESOURCE_QUANTITY(RESOURCE),
    /** The names of the networks of Multus. */
    NETWORK,
    /** Nothing to choose from; but the cluster may have nobody who measures pods for an autoscaler. */
    POD_METRICS;

    private final List<SuggestionKind> dependsOn;

    SuggestionKind(SuggestionKind... beside) {
        this.dependsOn = List.of(beside);
    }

    /** Which field beside says more exactly what is asked for: one that offers one of these. */
    public List<SuggestionKind> dependsOn() {
        return dependsOn;
    }

    /** For the page: {@link #dependsOn} in one text. */
    public String dependsOnNames() {
        return dependsOn.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    /** Whether the cluster can lack the whole kind of thing, so that it is told before anybody types. */
    public boolean mayBeUnavailable() {
        return switch (this) {
            case STORAGE_CLASS, RESOURCE_QUANTITY, NETWORK, POD_METRICS -> true;
            default -> false;
        };
    }
}
