package io.jenkins.plugins.deployworkload.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to the API server.
 *
 * @param method the HTTP method, such as {@code GET} or {@code PATCH}
 * @param path the URL path after the server's address, with a leading slash
 * @param query the query parameters, not URL-encoded
 * @param contentType the media type of the body; {@code null} if there is no body
 * @param body the request body; {@code null} for no body
 * @param accept the value of the {@code Accept} header; {@code null} for the server's default format
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, String contentType, String body, String accept) {

    /**
     * The media type of an answer that contains only the metadata of objects (<a
     * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches">API concepts</a>).
     */
    private static final String METADATA_ONLY = "application/json;as=%s;g=meta.k8s.io;v=v1";

    public ApiRequest {
        query = new LinkedHashMap<>(query);
    }

    public ApiRequest(String method, String path, Map<String, String> query, String contentType, String body) {
        this(method, path, query, contentType, body, null);
    }

    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null);
    }

    /**
     * A request for a list that contains only the metadata of the objects, because their other fields may be large or
     * secret.
     */
    public static ApiRequest metadata(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null, METADATA_ONLY.formatted("PartialObjectMetadataList"));
    }

    /** A request for the metadata of one object. */
    public static ApiRequest objectMetadata(String path) {
        return new ApiRequest("GET", path, Map.of(), null, null, METADATA_ONLY.formatted("PartialObjectMetadata"));
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
