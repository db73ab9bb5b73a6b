package io.jenkins.plugins.deployworkload.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to the API server.
 *
 * @param method {@code GET}, {@code PATCH}, …
 * @param path below the server's address, with a leading slash
 * @param query parameters, not URL-encoded
 * @param contentType the media type of the body; {@code null} without a body
 * @param body {@code null} for none
 * @param accept the media type of the response; {@code null} for the whole object
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, String contentType, String body, String accept) {

    /**
     * A list that contains only metadata
     * (<a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches">API concepts</a>).
     */
    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    public ApiRequest {
        query = new LinkedHashMap<>(query);
    }

    public ApiRequest(String method, String path, Map<String, String> query, String contentType, String body) {
        this(method, path, query, contentType, body, null);
    }

    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null);
    }

    /** A request for a list with names and labels only: the content of the objects may be large or secret. */
    public static ApiRequest metadata(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null, METADATA_ONLY);
    }

    /** Whether the request may change an object. */
    boolean isWrite() {
        return !method.equals("GET") && !query.containsKey("dryRun");
    }

    @Override
    public Map<String, String> query() {
        return Map.copyOf(query);
    }

    public String url(String server) {
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return server + path + (parameters.isEmpty() ? "" : "?" + parameters);
    }
}
