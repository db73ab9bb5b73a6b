package io.jenkins.plugins.deployworkload.client.http;

/**
 * An API server sent more data than this plugin accepts. A retry would not help. The message says what was read and
 * which limit it exceeds, without the data itself.
 */
public final class DataLimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private DataLimitException(String message) {
        super(message);
    }

    /** @param path the URL path of the request */
    static DataLimitException response(String path, long limitBytes) {
        return new DataLimitException(Messages.DataLimitException_response(path, mebibytes(limitBytes)));
    }

    static DataLimitException allResponses(String path, long limitBytes) {
        return new DataLimitException(Messages.DataLimitException_allResponses(path, mebibytes(limitBytes)));
    }

    public static DataLimitException list(String path, long limitBytes) {
        return new DataLimitException(Messages.DataLimitException_list(path, mebibytes(limitBytes)));
    }

    public static DataLimitException watchEvent(long limitBytes) {
        return new DataLimitException(Messages.DataLimitException_watchEvent(mebibytes(limitBytes)));
    }

    private static String mebibytes(long bytes) {
        return String.valueOf(bytes >> 20);
    }
}
