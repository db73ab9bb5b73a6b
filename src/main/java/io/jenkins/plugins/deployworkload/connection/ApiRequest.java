package io.jenkins.plugins.deployworkload.connection;

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
 */
public record ApiRequest(String method, String path, Map<String, String> query, String contentType, String body) {

    public ApiRequest {
        query = new LinkedHashMap<>(query);
    }

    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, null);
    }

    @Override
    public Map<String, String> query() {
        return Map.copyOf(query);
    }

    String address(String server) {
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return server + path + (parameters.isEmpty() ? "" : "?" + parameters);
    }
}
