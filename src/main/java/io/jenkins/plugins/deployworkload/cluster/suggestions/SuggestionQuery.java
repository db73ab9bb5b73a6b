package io.jenkins.plugins.deployworkload.cluster.suggestions;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The API request for one kind of suggestions, and the function that reads its response.
 *
 * @param kind the kind of suggestions, as a part of the cache key. Label keys and label values have the same kind here,
 *     because they need the same response and can share a cache entry
 * @param verb the verb of the permission that the request needs, such as {@code list}
 * @param resourceType the resource of the permission that the request needs; {@code null} if it needs no permission
 */
record SuggestionQuery(
        SuggestionKind kind,
        ApiRequest request,
        String verb,
        ResourceType<?> resourceType,
        BiConsumer<JsonNode, Listing.Builder> reader) {

    /** Limit of objects in a response, because a longer list of suggestions is not useful. */
    private static final Map<String, String> PAGE_LIMIT = Map.of("limit", "500");

    /**
     * The value of the label {@code app.kubernetes.io/managed-by} of ConfigMaps in which this plugin stores revisions.
     */
    private static final String MANAGED_BY = "deploy-workload";

    /** Excludes the ConfigMaps in which this plugin stores revisions. */
    private static final Map<String, String> UNMANAGED =
            Map.of("limit", "500", "labelSelector", "app.kubernetes.io/managed-by!=" + MANAGED_BY);

    private static final String DEFAULT_CLASS_ANNOTATION = "storageclass.kubernetes.io/is-default-class";

    private static final ResourceType<GenericKubernetesResource> NETWORK = new ResourceType<>(
            "k8s.cni.cncf.io/v1",
            "NetworkAttachmentDefinition",
            "network-attachment-definitions",
            true,
            GenericKubernetesResource.class);

    /**
     * Resources of a node that are not suggested. The form has separate fields for cpu and memory, and containers do
     * not request the resource pods.
     */
    private static final Set<String> EXCLUDED_RESOURCES = Set.of("cpu", "memory", "pods");

    static SuggestionQuery of(SuggestionRequest request) {
        return switch (request.kind()) {
            case CONFIG_MAP,
                    SECRET,
                    PERSISTENT_VOLUME_CLAIM,
                    SERVICE_ACCOUNT,
                    CRON_JOB,
                    DAEMON_SET,
                    DEPLOYMENT,
                    JOB,
                    STATEFUL_SET,
                    NETWORK -> list(request.kind(), request.namespace(), SuggestionQuery::readName);
            case STORAGE_CLASS -> list(SuggestionKind.STORAGE_CLASS, "", SuggestionQuery::readStorageClass);
            case PRIORITY_CLASS, RUNTIME_CLASS -> list(request.kind(), "", SuggestionQuery::readName);
            case CONFIG_KEY -> getKeys(typeOf(request.dependencyKind()), request);
            case NODE_LABEL, NODE_LABEL_VALUE -> list(SuggestionKind.NODE_LABEL, "", SuggestionQuery::readLabels);
            case NODE_TAINT, NODE_TAINT_VALUE -> listNodes(SuggestionKind.NODE_TAINT, SuggestionQuery::readTaints);
            case RESOURCE, RESOURCE_QUANTITY -> listNodes(SuggestionKind.RESOURCE, SuggestionQuery::readResources);
            case NAMESPACE ->
                new SuggestionQuery(
                        SuggestionKind.NAMESPACE,
                        ApiRequest.objectMetadata(typeOf(request.kind()).path("", request.namespace())),
                        "get",
                        typeOf(request.kind()),
                        (response, listing) -> {});
            case POD_METRICS ->
                new SuggestionQuery(
                        SuggestionKind.POD_METRICS,
                        ApiRequest.get("/apis/metrics.k8s.io/v1beta1", Map.of()),
                        "get",
                        null,
                        (response, listing) -> {});
            case IMAGE_REPOSITORY, IMAGE_TAG, IMAGE -> throw notOfCluster(request.kind());
        };
    }

    static ResourceType<?> typeOf(SuggestionKind kind) {
        return switch (kind) {
            case CONFIG_MAP -> ResourceType.of(ConfigMap.class);
            case SECRET -> ResourceType.of(Secret.class);
            case PERSISTENT_VOLUME_CLAIM -> ResourceType.of(PersistentVolumeClaim.class);
            case SERVICE_ACCOUNT -> ResourceType.of(ServiceAccount.class);
            case CRON_JOB -> ResourceType.of(CronJob.class);
            case DAEMON_SET -> ResourceType.of(DaemonSet.class);
            case DEPLOYMENT -> ResourceType.of(Deployment.class);
            case JOB -> ResourceType.of(Job.class);
            case STATEFUL_SET -> ResourceType.of(StatefulSet.class);
            case STORAGE_CLASS -> ResourceType.of(StorageClass.class);
            case PRIORITY_CLASS -> ResourceType.of(PriorityClass.class);
            case RUNTIME_CLASS -> ResourceType.of(RuntimeClass.class);
            case NETWORK -> NETWORK;
            case NAMESPACE -> ResourceType.of(Namespace.class);
            case NODE_LABEL, NODE_LABEL_VALUE, NODE_TAINT, NODE_TAINT_VALUE, RESOURCE, RESOURCE_QUANTITY ->
                ResourceType.of(Node.class);
            case CONFIG_KEY, POD_METRICS -> throw new IllegalArgumentException(kind + " has no resource type");
            case IMAGE_REPOSITORY, IMAGE_TAG, IMAGE -> throw notOfCluster(kind);
        };
    }

    private static IllegalArgumentException notOfCluster(SuggestionKind kind) {
        return new IllegalArgumentException(kind + " is not a kind of suggestions of a cluster");
    }

    /** The key of this query in the cache, which is unique among the queries of one connection. */
    String cacheKey() {
        return kind + " " + request.path();
    }

    Listing read(JsonNode response) {
        Listing.Builder listing = new Listing.Builder();
        reader.accept(response, listing);
        return listing.build(
                !response.path("metadata").path("continue").asText("").isEmpty());
    }

    private static SuggestionQuery list(
            SuggestionKind kind, String namespace, BiConsumer<JsonNode, Listing.Builder> itemReader) {
        ResourceType<?> type = typeOf(kind);
        Map<String, String> parameters = kind == SuggestionKind.CONFIG_MAP ? UNMANAGED : PAGE_LIMIT;
        return new SuggestionQuery(
                kind, ApiRequest.metadata(type.path(namespace), parameters), "list", type, forEachItem(itemReader));
    }

    private static SuggestionQuery listNodes(SuggestionKind kind, BiConsumer<JsonNode, Listing.Builder> itemReader) {
        ResourceType<?> type = typeOf(kind);
        return new SuggestionQuery(
                kind, ApiRequest.get(type.path(""), PAGE_LIMIT), "list", type, forEachItem(itemReader));
    }

    private static BiConsumer<JsonNode, Listing.Builder> forEachItem(BiConsumer<JsonNode, Listing.Builder> itemReader) {
        return (response, listing) -> response.path("items").forEach(object -> itemReader.accept(object, listing));
    }

    private static SuggestionQuery getKeys(ResourceType<?> type, SuggestionRequest request) {
        return new SuggestionQuery(
                SuggestionKind.CONFIG_KEY,
                ApiRequest.get(type.path(request.namespace(), request.dependencyName()), Map.of()),
                "get",
                type,
                (object, listing) -> List.of("data", "binaryData")
                        .forEach(part -> object.path(part).fieldNames().forEachRemaining(listing::addName)));
    }

    private static void readName(JsonNode object, Listing.Builder listing) {
        listing.addName(object.path("metadata").path("name").asText());
    }

    private static void readStorageClass(JsonNode object, Listing.Builder listing) {
        readName(object, listing);
        if (object.path("metadata")
                .path("annotations")
                .path(DEFAULT_CLASS_ANNOTATION)
                .asText()
                .equals("true")) {
            listing.addValue(object.path("metadata").path("name").asText(), DEFAULT_CLASS_ANNOTATION);
        }
    }

    private static void readLabels(JsonNode node, Listing.Builder listing) {
        node.path("metadata")
                .path("labels")
                .properties()
                .forEach(label ->
                        listing.addValue(label.getKey(), label.getValue().asText()));
    }

    private static void readTaints(JsonNode node, Listing.Builder listing) {
        node.path("spec").path("taints").forEach(taint -> {
            String key = taint.path("key").asText();
            listing.addName(key);
            if (taint.hasNonNull("value")) {
                listing.addValue(key, taint.path("value").asText());
            }
        });
    }

    /**
     * Reads the resources of a node, except those with the quantity 0. For example, a node has the quantity 0 of huge
     * pages with a size that it does not provide.
     */
    private static void readResources(JsonNode node, Listing.Builder listing) {
        node.path("status").path("allocatable").properties().stream()
                .filter(resource -> !EXCLUDED_RESOURCES.contains(resource.getKey()))
                .filter(resource -> !resource.getValue().asText().equals("0"))
                .forEach(resource ->
                        listing.addValue(resource.getKey(), resource.getValue().asText()));
    }
}
