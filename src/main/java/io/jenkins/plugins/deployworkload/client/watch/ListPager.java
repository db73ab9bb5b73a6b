package io.jenkins.plugins.deployworkload.client.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.DataLimitException;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.ServerObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Lists all objects that match a selector, page by page. */
public final class ListPager<T extends HasMetadata> {

    /** @param resourceVersion the resourceVersion of the list; a watch that starts at it receives every later change */
    public record ListResult<T>(List<T> objects, String resourceVersion) {}

    private static final String PAGE_SIZE = "500";

    /** In bytes, for all pages of a list together. A server may send pages without an end. */
    static final long MAX_LIST = 128 << 20;

    /** In bytes. Counting an empty page as this size bounds the number of pages too. */
    private static final int MIN_PAGE = 16 << 10;

    /** In bytes. Counting an empty object as this size bounds the number of objects. */
    private static final int MIN_OBJECT = 1 << 10;

    private final ApiClient apiClient;
    private final ResourceType<T> type;
    private final String path;
    private final Selector selector;

    public ListPager(ApiClient apiClient, ResourceType<T> type, String path, Selector selector) {
        this.apiClient = apiClient;
        this.type = type;
        this.path = path;
        this.selector = selector;
    }

    public CompletableFuture<ListResult<T>> list() {
        return fetchPage(null, new ArrayList<>(), 0);
    }

    /**
     * Fetches only the resourceVersion of the list, from which a watch without initial events can start. One page with
     * one object and without a selector is enough, because every page contains the resourceVersion of the whole list.
     *
     * @see <a
     *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">Retrieving
     *     large results sets in chunks</a>
     */
    CompletableFuture<String> resourceVersion() {
        return apiClient
                .send(ApiRequest.get(path, Map.of("limit", "1")), JsonNode.class)
                .thenApply(response ->
                        response.object().at("/metadata/resourceVersion").asText());
    }

    /** The API server omits apiVersion and kind in the items of a list, but the decoder needs them. */
    private T decode(JsonNode item) {
        JsonNode typed = item instanceof ObjectNode object
                ? object.put("apiVersion", type.apiVersion()).put("kind", type.kind())
                : NullNode.instance;
        return ServerObject.check(apiClient.serialization().convertValue(typed, type.type()), path);
    }

    private CompletableFuture<ListResult<T>> fetchPage(String token, List<T> objects, long sizeBefore) {
        Map<String, String> query = new HashMap<>(selector.query());
        query.put("limit", PAGE_SIZE);
        if (token != null) {
            query.put("continue", token);
        }
        return apiClient.send(ApiRequest.get(path, query), JsonNode.class).thenCompose(response -> {
            JsonNode items = response.object().path("items");
            long size = sizeBefore + Math.max(MIN_PAGE, Math.max(response.size(), (long) items.size() * MIN_OBJECT));
            if (size > MAX_LIST) {
                throw DataLimitException.list(path, MAX_LIST);
            }
            items.forEach(item -> objects.add(decode(item)));
            JsonNode metadata = response.object().path("metadata");
            String next = metadata.path("continue").asText("");
            return next.isEmpty()
                    ? CompletableFuture.completedFuture(new ListResult<>(
                            objects, metadata.path("resourceVersion").asText()))
                    : fetchPage(next, objects, size);
        });
    }
}
