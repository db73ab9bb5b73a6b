package io.jenkins.plugins.deployworkload.client.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads all objects of a selection, page after page. */
final class ListPager<T extends HasMetadata> {

    /** @param resourceVersion where a watch goes on from without missing anything */
    record ListResult<T>(List<T> objects, String resourceVersion) {}

    private static final String PAGE_SIZE = "500";

    private final ApiClient apiClient;
    private final ResourceType<T> type;
    private final String path;
    private final Selector selector;

    ListPager(ApiClient requests, ResourceType<T> type, String path, Selector selector) {
        this.apiClient = requests;
        this.type = type;
        this.path = path;
        this.selector = selector;
    }

    CompletableFuture<ListResult<T>> list() {
        return fetchPage(null, new ArrayList<>());
    }

    /**
     * Where a watch goes on from that is to tell nothing of what there is. All pages of a list have its version, and the
     * first one is soon there that needs no choosing.
     *
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">Retrieving
     *     large results sets in chunks</a>
     */
    CompletableFuture<String> resourceVersion() {
        return apiClient
                .send(ApiRequest.get(path, Map.of("limit", "1")), JsonNode.class)
                .thenApply(answer ->
                        answer.object().at("/metadata/resourceVersion").asText());
    }

    private T decode(JsonNode object) {
        return apiClient.serialization().convertValue(object, type.type());
    }

    private CompletableFuture<ListResult<T>> fetchPage(String from, List<T> found) {
        Map<String, String> query = new HashMap<>(selector.query());
        query.put("limit", PAGE_SIZE);
        if (from != null) {
            query.put("continue", from);
        }
        return apiClient.send(ApiRequest.get(path, query), JsonNode.class).thenCompose(answer -> {
            // The items of a list come without their kind.
            answer.object()
                    .path("items")
                    .forEach(item -> found.add(decode(((ObjectNode) item)
                            .put("apiVersion", type.apiVersion())
                            .put("kind", type.kind()))));
            JsonNode metadata = answer.object().path("metadata");
            String more = metadata.path("continue").asText("");
            return more.isEmpty()
                    ? CompletableFuture.completedFuture(new ListResult<>(
                            found, metadata.path("resourceVersion").asText()))
                    : fetchPage(more, found);
        });
    }
}
