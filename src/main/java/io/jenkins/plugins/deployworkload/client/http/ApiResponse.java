package io.jenkins.plugins.deployworkload.client.http;

import java.util.List;

/**
 * What the API server answered to a request that it accepted.
 *
 * @param object the body
 * @param status the HTTP status: 200, or 201 where something was created
 * @param warnings the texts of the {@code Warning} headers, in order
 */
public record ApiResponse<T>(T object, int status, List<String> warnings) {

    public ApiResponse {
        warnings = List.copyOf(warnings);
    }
}
