package io.jenkins.plugins.deployworkload.cluster.offers;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.connection.ResourceType;
import io.jenkins.plugins.deployworkload.manifest.Identity;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The one request that answers a question, and how to read what comes back.
 *
 * @param offer under which the answer is kept: names and what belongs to them come in one answer
 * @param verb what the account must be allowed to do, such as {@code list}
 * @param type with what; null where everybody may ask
 */
record Lookup(
        Offer offer,
        ApiRequest request,
        String verb,
        ResourceType<?> type,
        BiConsumer<JsonNode, Listing.Builder> reader) {

    /** More are of no use to somebody who chooses. */
    private static final Map<String, String> LIMIT = Map.of("limit", "500");

    /** The records of what was deployed, one a workload, are nothing to mount. */
    private static final Map<String, String> NOT_OURS =
            Map.of("limit", "500", "labelSelector", "app.kubernetes.io/managed-by!=" + Identity.MANAGER);

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private static final ResourceType<GenericKubernetesResource> NETWORK = new ResourceType<>(
            "k8s.cni.cncf.io/v1",
            "NetworkAttachmentDefinition",
            "network-attachment-definitions",
            true,
            GenericKubernetesResource.class);

    /** Resources that have fields of their own, or that nobody asks for. */
    private static final Set<String> COMMON = Set.of("cpu", "memory", "pods");

    static Lookup of(Question question) {
        return switch (question.offer()) {
            case CONFIG_MAP, SECRET, CLAIM, SERVICE_ACCOUNT, NETWORK ->
                list(question.offer(), question.namespace(), Lookup::name);
            case STORAGE_CLASS -> list(Offer.STORAGE_CLASS, "", Lookup::storageClass);
            case KEY -> keys(typeOf(question.beside()), question);
            case NODE_LABEL, NODE_LABEL_VALUE -> list(Offer.NODE_LABEL, "", Lookup::labels);
            case NODE_TAINT, NODE_TAINT_VALUE -> nodes(Offer.NODE_TAINT, Lookup::taints);
            case RESOURCE, RESOURCE_AMOUNT -> nodes(Offer.RESOURCE, Lookup::resources);
            case POD_METRICS ->
                new Lookup(
                        Offer.POD_METRICS,
                        ApiRequest.get("/apis/metrics.k8s.io/v1beta1", Map.of()),
                        "get",
                        null,
                        (group, found) -> {});
        };
    }

    static ResourceType<?> typeOf(Offer offer) {
        return switch (offer) {
            case CONFIG_MAP -> ResourceType.of(ConfigMap.class);
            case SECRET -> ResourceType.of(Secret.class);
            case CLAIM -> ResourceType.of(PersistentVolumeClaim.class);
            case SERVICE_ACCOUNT -> ResourceType.of(ServiceAccount.class);
            case STORAGE_CLASS -> ResourceType.of(StorageClass.class);
            case NETWORK -> NETWORK;
            case NODE_LABEL, NODE_LABEL_VALUE, NODE_TAINT, NODE_TAINT_VALUE, RESOURCE, RESOURCE_AMOUNT ->
                ResourceType.of(Node.class);
            case KEY, POD_METRICS -> throw new IllegalArgumentException(offer + " is no kind of object");
        };
    }

    /** What distinguishes the answer from others of the same connection. */
    String key() {
        return offer + " " + request.path();
    }

    Listing read(JsonNode answer) {
        Listing.Builder found = new Listing.Builder();
        reader.accept(answer, found);
        return found.build(!answer.path("metadata").path("continue").asText("").isEmpty());
    }

    private static Lookup list(Offer offer, String namespace, BiConsumer<JsonNode, Listing.Builder> item) {
        ResourceType<?> type = typeOf(offer);
        Map<String, String> which = offer == Offer.CONFIG_MAP ? NOT_OURS : LIMIT;
        return new Lookup(offer, ApiRequest.metadata(type.path(namespace), which), "list", type, each(item));
    }

    private static Lookup nodes(Offer offer, BiConsumer<JsonNode, Listing.Builder> item) {
        ResourceType<?> type = typeOf(offer);
        return new Lookup(offer, ApiRequest.get(type.path(""), LIMIT), "list", type, each(item));
    }

    private static BiConsumer<JsonNode, Listing.Builder> each(BiConsumer<JsonNode, Listing.Builder> item) {
        return (answer, found) -> answer.path("items").forEach(object -> item.accept(object, found));
    }

    private static Lookup keys(ResourceType<?> type, Question question) {
        return new Lookup(
                Offer.KEY,
                ApiRequest.get(type.path(question.namespace(), question.name()), Map.of()),
                "get",
                type,
                (object, found) -> List.of("data", "binaryData")
                        .forEach(part -> object.path(part).fieldNames().forEachRemaining(found::name)));
    }

    private static void name(JsonNode object, Listing.Builder found) {
        found.name(object.path("metadata").path("name").asText());
    }

    private static void storageClass(JsonNode object, Listing.Builder found) {
        name(object, found);
        if (object.path("metadata")
                .path("annotations")
                .path(DEFAULT_CLASS)
                .asText()
                .equals("true")) {
            found.value(object.path("metadata").path("name").asText(), DEFAULT_CLASS);
        }
    }

    private static void labels(JsonNode node, Listing.Builder found) {
        node.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> found.value(label.getKey(), label.getValue().asText()));
    }

    private static void taints(JsonNode node, Listing.Builder found) {
        node.path("spec").path("taints").forEach(taint -> {
            String key = taint.path("key").asText();
            found.name(key);
            if (taint.hasNonNull("value")) {
                found.value(key, taint.path("value").asText());
            }
        });
    }

    /** What a node has none of, such as huge pages of a size that it does not set aside, is not offered. */
    private static void resources(JsonNode node, Listing.Builder found) {
        node.path("status").path("allocatable").properties().stream()
                .filter(resource -> !COMMON.contains(resource.getKey()))
                .filter(resource -> !resource.getValue().asText().equals("0"))
                .forEach(resource ->
                        found.value(resource.getKey(), resource.getValue().asText()));
    }
}
