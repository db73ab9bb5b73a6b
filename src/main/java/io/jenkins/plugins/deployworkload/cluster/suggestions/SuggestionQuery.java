package io.jenkins.plugins.deployworkload.cluster.suggestions;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.manifest.WorkloadLabels;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The one request that answers a question, and how to read what comes back.
 *
 * @param kind under which the answer is kept: names and what belongs to them come in one answer
 * @param verb what the account must be allowed to do, such as {@code list}
 * @param resourceType with what; null where everybody may ask
 */
record SuggestionQuery(
        SuggestionKind kind,
        ApiRequest request,
        String verb,
        ResourceType<?> resourceType,
        BiConsumer<JsonNode, Listing.Builder> reader) {

    /** More are of no use to somebody who chooses. */
    private static final Map<String, String> PAGE_LIMIT = Map.of("limit", "500");

    /** The records of what was deployed, one a workload, are nothing to mount. */
    private static final Map<String, String> UNMANAGED =
            Map.of("limit", "500", "labelSelector", "app.kubernetes.io/managed-by!=" + WorkloadLabels.MANAGER);

    private static final String DEFAULT_CLASS_ANNOTATION = "storageclass.kubernetes.io/is-default-class";

    private static final ResourceType<GenericKubernetesResource> NETWORK = new ResourceType<>(
            "k8s.cni.cncf.io/v1",
            "NetworkAttachmentDefinition",
            "network-attachment-definitions",
            true,
            GenericKubernetesResource.class);

    /** Resources that have fields of their own, or that nobody asks for. */
    private static final Set<String> EXCLUDED_RESOURCES = Set.of("cpu", "memory", "pods");

    static SuggestionQuery of(SuggestionRequest question) {
        return switch (question.kind()) {
            case CONFIG_MAP, SECRET, PERSISTENT_VOLUME_CLAIM, SERVICE_ACCOUNT, NETWORK ->
                list(question.kind(), question.namespace(), SuggestionQuery::readName);
            case STORAGE_CLASS -> list(SuggestionKind.STORAGE_CLASS, "", SuggestionQuery::readStorageClass);
            case CONFIG_KEY -> getKeys(typeOf(question.parentKind()), question);
            case NODE_LABEL, NODE_LABEL_VALUE -> list(SuggestionKind.NODE_LABEL, "", SuggestionQuery::readLabels);
            case NODE_TAINT, NODE_TAINT_VALUE -> listNodes(SuggestionKind.NODE_TAINT, SuggestionQuery::readTaints);
            case RESOURCE, RESOURCE_QUANTITY -> listNodes(SuggestionKind.RESOURCE, SuggestionQuery::readResources);
            case POD_METRICS ->
                new SuggestionQuery(
                        SuggestionKind.POD_METRICS,
                        ApiRequest.get("/apis/metrics.k8s.io/v1beta1", Map.of()),
                        "get",
                        null,
                        (group, found) -> {});
        };
    }

    static ResourceType<?> typeOf(SuggestionKind offer) {
        return switch (offer) {
            case CONFIG_MAP -> ResourceType.of(ConfigMap.class);
            case SECRET -> ResourceType.of(Secret.class);
            case PERSISTENT_VOLUME_CLAIM -> ResourceType.of(PersistentVolumeClaim.class);
            case SERVICE_ACCOUNT -> ResourceType.of(ServiceAccount.class);
            case STORAGE_CLASS -> ResourceType.of(StorageClass.class);
            case NETWORK -> NETWORK;
            case NODE_LABEL, NODE_LABEL_VALUE, NODE_TAINT, NODE_TAINT_VALUE, RESOURCE, RESOURCE_QUANTITY ->
                ResourceType.of(Node.class);
            case CONFIG_KEY, POD_METRICS -> throw new IllegalArgumentException(offer + " is no kind of object");
        };
    }

    /** What distinguishes the answer from others of the same connection. */
    String cacheKey() {
        return kind + " " + request.path();
    }

    Listing read(JsonNode answer) {
        Listing.Builder found = new Listing.Builder();
        reader.accept(answer, found);
        return found.build(!answer.path("metadata").path("continue").asText("").isEmpty());
    }

    private static SuggestionQuery list(
            SuggestionKind offer, String namespace, BiConsumer<JsonNode, Listing.Builder> item) {
        ResourceType<?> type = typeOf(offer);
        Map<String, String> which = offer == SuggestionKind.CONFIG_MAP ? UNMANAGED : PAGE_LIMIT;
        return new SuggestionQuery(
                offer, ApiRequest.metadata(type.path(namespace), which), "list", type, forEachItem(item));
    }

    private static SuggestionQuery listNodes(SuggestionKind offer, BiConsumer<JsonNode, Listing.Builder> item) {
        ResourceType<?> type = typeOf(offer);
        return new SuggestionQuery(offer, ApiRequest.get(type.path(""), PAGE_LIMIT), "list", type, forEachItem(item));
    }

    private static BiConsumer<JsonNode, Listing.Builder> forEachItem(BiConsumer<JsonNode, Listing.Builder> item) {
        return (answer, found) -> answer.path("items").forEach(object -> item.accept(object, found));
    }

    private static SuggestionQuery getKeys(ResourceType<?> type, SuggestionRequest question) {
        return new SuggestionQuery(
                SuggestionKind.CONFIG_KEY,
                ApiRequest.get(type.path(question.namespace(), question.parentName()), Map.of()),
                "get",
                type,
                (object, found) -> List.of("data", "binaryData")
                        .forEach(part -> object.path(part).fieldNames().forEachRemaining(found::addName)));
    }

    private static void readName(JsonNode object, Listing.Builder found) {
        found.addName(object.path("metadata").path("name").asText());
    }

    private static void readStorageClass(JsonNode object, Listing.Builder found) {
        readName(object, found);
        if (object.path("metadata")
                .path("annotations")
                .path(DEFAULT_CLASS_ANNOTATION)
                .asText()
                .equals("true")) {
            found.addValue(object.path("metadata").path("name").asText(), DEFAULT_CLASS_ANNOTATION);
        }
    }

    private static void readLabels(JsonNode node, Listing.Builder found) {
        node.path("metadata")
                .path("labels")
                .properties()
                .forEach(
                        label -> found.addValue(label.getKey(), label.getValue().asText()));
    }

    private static void readTaints(JsonNode node, Listing.Builder found) {
        node.path("spec").path("taints").forEach(taint -> {
            String key = taint.path("key").asText();
            found.addName(key);
            if (taint.hasNonNull("value")) {
                found.addValue(key, taint.path("value").asText());
            }
        });
    }

    /** What a node has none of, such as huge pages of a size that it does not set aside, is not offered. */
    private static void readResources(JsonNode node, Listing.Builder found) {
        node.path("status").path("allocatable").properties().stream()
                .filter(resource -> !EXCLUDED_RESOURCES.contains(resource.getKey()))
                .filter(resource -> !resource.getValue().asText().equals("0"))
                .forEach(resource ->
                        found.addValue(resource.getKey(), resource.getValue().asText()));
    }
}
