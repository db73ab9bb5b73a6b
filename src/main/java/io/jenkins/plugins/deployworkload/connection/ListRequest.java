package io.jenkins.plugins.deployworkload.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads all objects of a selection, page after page. */
final class ListRequest<T extends HasMetadata> {

    /** @param version where a watch goes on from without missing anything */
    record Found<T>(List<T> objects, String version) {}

    private static final String PAGE = "500";

    private final ApiRequests requests;
    private final ResourceType<T> type;
    private final String path;
    private final Selector selector;

    ListRequest(ApiRequests requests, ResourceType<T> type, String path, Selector selector) {
        this.requests = requests;
        this.type = type;
        this.path = path;
        this.selector = selector;
    }

    CompletableFuture<Found<T>> send() {
        return page(null, new ArrayList<>());
    }

    /**
     * Where a watch goes on from that is to tell nothing of what there is. All pages of a list have its version, and the
     * first one is soon there that needs no choosing.
     *
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">Retrieving
     *     large results sets in chunks</a>
     */
    CompletableFuture<String> version() {
        return requests.send(ApiRequest.get(path, Map.of("limit", "1")), JsonNode.class)
                .thenApply(answer ->
                        answer.object().at("/metadata/resourceVersion").asText());
    }

    private T read(JsonNode object) {
        return requests.serialization().convertValue(object, type.type());
    }

    private CompletableFuture<Found<T>> page(String from, List<T> found) {
        Map<String, String> query = new HashMap<>(selector.query());
        query.put("limit", PAGE);
        if (from != null) {
            query.put("continue", from);
        }
        return requests.send(ApiRequest.get(path, query), JsonNode.class).thenCompose(answer -> {
            // The items of a list come without their kind.
            answer.object()
                    .path("items")
                    .forEach(item -> found.add(read(((ObjectNode) item)
                            .put("apiVersion", type.apiVersion())
                            .put("kind", type.kind()))));
            JsonNode metadata = answer.object().path("metadata");
            String more = metadata.path("continue").asText("");
            return more.isEmpty()
                    ? CompletableFuture.completedFuture(
                            new Found<>(found, metadata.path("resourceVersion").asText()))
                    : page(more, found);
        });
    }
}
