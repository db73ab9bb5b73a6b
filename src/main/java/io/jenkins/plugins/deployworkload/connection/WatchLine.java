package io.jenkins.plugins.deployworkload.connection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A line of a watch.
 *
 * @param type what has happened
 * @param object to what; {@code null} for types that nothing is known of
 */
record WatchLine<T extends HasMetadata>(
        @JsonProperty("type") String type,
        @JsonProperty("object") T object) {

    /** As API servers begin all lines, except when the object is not one of those watched. */
    private static final Pattern OF_AN_OBJECT = Pattern.compile("\\{\"type\":\"(ADDED|MODIFIED|DELETED|BOOKMARK)\",");

    /** Reads the lines of one kind. */
    static final class Reader<T extends HasMetadata> {

        private final KubernetesSerialization serialization;
        private final Class<T> type;
        private final TypeReference<WatchLine<T>> lines;

        Reader(KubernetesSerialization serialization, Class<T> type) {
            this.serialization = serialization;
            this.type = type;
            Type exact = serialization.constructParametricType(WatchLine.class, type);
            this.lines = new TypeReference<>() {
                @Override
                public Type getType() {
                    return exact;
                }
            };
        }

        /** Throws what the server says when it is an error. */
        WatchLine<T> read(String line) {
            // Straight into the object, not by way of a tree: there are many lines, and they are long.
            return OF_AN_OBJECT.matcher(line).lookingAt()
                    ? serialization.unmarshal(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), lines)
                    : read(serialization.unmarshal(line, JsonNode.class));
        }

        private WatchLine<T> read(JsonNode line) {
            String what = line.path("type").asText();
            JsonNode object = line.path("object");
            return switch (what) {
                case "ADDED", "MODIFIED", "DELETED", "BOOKMARK" ->
                    new WatchLine<>(what, serialization.convertValue(object, type));
                case "ERROR" ->
                    throw new KubernetesClientException(
                            object.path("message").asText(), object.path("code").asInt(), null);
                default -> new WatchLine<>(what, null);
            };
        }
    }
}
