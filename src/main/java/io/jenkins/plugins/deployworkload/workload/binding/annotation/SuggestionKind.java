package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.util.List;
import java.util.stream.Collectors;

/** A kind of suggestions that a form requests from the cluster. Users can always enter other values. */
public enum SuggestionKind {
    /** The names of the ConfigMaps in the namespace. */
    CONFIG_MAP,
    /** The names of the Secrets in the namespace, if the cluster configuration allows it. */
    SECRET,
    /** The keys of the ConfigMap or Secret that another field of the section names. */
    CONFIG_KEY(CONFIG_MAP, SECRET),
    /** The names of the PersistentVolumeClaims in the namespace. */
    PERSISTENT_VOLUME_CLAIM,
    /** The names of the ServiceAccounts in the namespace. */
    SERVICE_ACCOUNT,
    /** The names of the StorageClasses. */
    STORAGE_CLASS,
    /** The label keys of the nodes. */
    NODE_LABEL,
    /** The values of the nodes for the label key that another field of the section names. */
    NODE_LABEL_VALUE(NODE_LABEL),
    /** The taint keys of the nodes. */
    NODE_TAINT,
    /** The values of the nodes for the taint key that another field of the section names. */
    NODE_TAINT_VALUE(NODE_TAINT),
    /** The allocatable resources of the nodes besides CPU and memory: GPUs, other devices, huge pages. */
    RESOURCE,
    /** The largest allocatable quantity on a node of the resource that another field of the section names. */
    RESOURCE_QUANTITY(RESOURCE),
    /** The names of the NetworkAttachmentDefinitions of Multus. */
    NETWORK,
    /** No values; reports that the cluster has no pod metrics, which an autoscaler needs. */
    POD_METRICS;

    private final List<SuggestionKind> dependsOn;

    SuggestionKind(SuggestionKind... dependsOn) {
        this.dependsOn = List.of(dependsOn);
    }

    /**
     * The suggestions depend on the value of another field in the section, which has one of these kinds; empty if they do not
     * depend on a field.
     */
    public List<SuggestionKind> dependsOn() {
        return dependsOn;
    }

    /** For the page: the names of {@link #dependsOn}, separated by spaces. */
    public String dependsOnNames() {
        return dependsOn.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    /** Whether a cluster may lack these objects entirely; the form then requests them when it opens, to warn early. */
    public boolean mayBeUnavailable() {
        return switch (this) {
            case STORAGE_CLASS, RESOURCE_QUANTITY, NETWORK, POD_METRICS -> true;
            default -> false;
        };
    }
}
