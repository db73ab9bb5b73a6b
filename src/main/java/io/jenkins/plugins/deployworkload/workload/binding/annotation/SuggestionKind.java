package io.jenkins.plugins.deployworkload.workload.binding.annotation;

import java.util.List;
import java.util.stream.Collectors;

/** A kind of suggestions that a form requests from the cluster. Users can always enter other values. */
public enum SuggestionKind {
    /** The names of the ConfigMaps in the namespace. */
    CONFIG_MAP,
    /** The names of the Secrets in the namespace, if the cluster configuration allows it. */
    SECRET,
    /** The keys of a ConfigMap or Secret. Another field of the section contains its name. */
    CONFIG_KEY(CONFIG_MAP, SECRET),
    /** The names of the PersistentVolumeClaims in the namespace. */
    PERSISTENT_VOLUME_CLAIM,
    /** The names of the ServiceAccounts in the namespace. */
    SERVICE_ACCOUNT,
    /** The names of the CronJobs in the namespace. */
    CRON_JOB,
    /** The names of the DaemonSets in the namespace. */
    DAEMON_SET,
    /** The names of the Deployments in the namespace. */
    DEPLOYMENT,
    /** The names of the Jobs in the namespace. */
    JOB,
    /** The names of the StatefulSets in the namespace. */
    STATEFUL_SET,
    /** The names of the StorageClasses. */
    STORAGE_CLASS,
    /** The names of the PriorityClasses. */
    PRIORITY_CLASS,
    /** The names of the RuntimeClasses. */
    RUNTIME_CLASS,
    /** The label keys of the nodes. */
    NODE_LABEL,
    /** The values that the nodes have for a label key. Another field of the section contains the key. */
    NODE_LABEL_VALUE(NODE_LABEL),
    /** The taint keys of the nodes. */
    NODE_TAINT,
    /** The values that the nodes have for a taint key. Another field of the section contains the key. */
    NODE_TAINT_VALUE(NODE_TAINT),
    /** The allocatable resources of the nodes besides CPU and memory: GPUs, other devices, huge pages. */
    RESOURCE,
    /**
     * The largest allocatable quantity of a resource on any node. Another field of the section contains the name of the
     * resource.
     */
    RESOURCE_QUANTITY(RESOURCE),
    /** The names of the NetworkAttachmentDefinitions of Multus. */
    NETWORK,
    /** The repositories of container registries, with the name of the registry. */
    IMAGE_REPOSITORY,
    /** The tags of a repository. Another field of the section contains the repository. */
    IMAGE_TAG(IMAGE_REPOSITORY),
    /** Complete image references: the repositories, or the tags of the repository that the field already contains. */
    IMAGE,
    /** Suggests no values. Warns if the namespace does not exist. */
    NAMESPACE,
    /** Suggests no values. Warns if the cluster has no pod metrics, which an autoscaler needs. */
    POD_METRICS;

    private final List<SuggestionKind> dependsOn;

    SuggestionKind(SuggestionKind... dependsOn) {
        this.dependsOn = List.of(dependsOn);
    }

    /**
     * The suggestions can depend on another field in the same section. For example, suggestions for a key depend on the
     * field with the name of the ConfigMap or Secret. Returns the kinds that this other field can have, or an empty
     * list if the suggestions depend on no field.
     */
    public List<SuggestionKind> dependsOn() {
        return dependsOn;
    }

    /** The names of the kinds in {@link #dependsOn}, separated by spaces, for the script of the form page. */
    public String dependsOnNames() {
        return dependsOn.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    /** Whether a container registry has the values, and not the cluster. */
    public boolean isFromRegistry() {
        return this == IMAGE_REPOSITORY || this == IMAGE_TAG || this == IMAGE;
    }

    /**
     * Whether some clusters have no objects of this kind. The form requests suggestions of such a kind as soon as the
     * form opens, so that it can warn early that the cluster has none.
     */
    public boolean mayBeUnavailable() {
        return switch (this) {
            case STORAGE_CLASS, RESOURCE_QUANTITY, NETWORK, POD_METRICS -> true;
            default -> false;
        };
    }
}
