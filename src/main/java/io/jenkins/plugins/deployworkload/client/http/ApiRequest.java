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
 * @param query not yet encoded
 * @param contentType of the body; {@code null} without one
 * @param body {@code null} for none
 * @param accept what the answer may be; {@code null} for the object as it is
 */
public record ApiRequest(
        String method, String path, Map<String, String> query, String contentType, String body, String accept) {

    /**
     * Only the metadata of a list's objects
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

    /** For a list of names and labels: what the objects hold, which may be large or secret, stays where it is. */
    public static ApiRequest metadata(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null, METADATA_ONLY);
    }

    /** Whether it may change something in the cluster. */
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
