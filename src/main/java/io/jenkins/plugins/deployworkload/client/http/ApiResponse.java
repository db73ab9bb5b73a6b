package io.jenkins.plugins.deployworkload.client.http;

import java.util.List;

/**
 * A successful response of the API server.
 *
 * @param object the object in the response body
 * @param status the HTTP status: 200, or 201 if an object was created
 * @param warnings the texts of the {@code Warning} headers, in the order of the response
 * @param size the size of the response body in bytes; 0 if unknown
 */
public record ApiResponse<T>(T object, int status, List<String> warnings, int size) {

    public ApiResponse {
        warnings = List.copyOf(warnings);
    }

    /** A response that was put together from other responses. */
    public ApiResponse(T object, int status, List<String> warnings) {
        this(object, status, warnings, 0);
    }
}
