package io.jenkins.plugins.deployworkload.client.http;

import java.util.List;
import java.util.stream.Stream;

/**
 * A successful response of the API server.
 *
 * @param object the object in the response body
 * @param status the HTTP status: 200, or 201 if an object was created
 * @param warnings the texts of the {@code Warning} headers, in the order of the response
 * @param notes what this plugin tells about the response, as sentences without values of the cluster
 * @param size the size of the response body in bytes; 0 if unknown
 */
public record ApiResponse<T>(T object, int status, List<String> warnings, List<String> notes, int size) {

    public ApiResponse {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** A response that was put together from other responses. */
    public ApiResponse(T object, int status, List<String> warnings) {
        this(object, status, warnings, List.of(), 0);
    }

    /** The same response with another object and status. */
    public <S> ApiResponse<S> with(S other, int otherStatus) {
        return new ApiResponse<>(other, otherStatus, warnings, notes, size);
    }

    public ApiResponse<T> withNote(String note) {
        return new ApiResponse<>(
                object,
                status,
                warnings,
                Stream.concat(notes.stream(), Stream.of(note)).toList(),
                size);
    }
}
