package io.jenkins.plugins.deployworkload.client.watch;

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
record WatchEvent<T extends HasMetadata>(
        @JsonProperty("type") String type,
        @JsonProperty("object") T object) {

    /** As API servers begin all lines, except when the object is not one of those watched. */
    private static final Pattern OBJECT_EVENT = Pattern.compile("\\{\"type\":\"(ADDED|MODIFIED|DELETED|BOOKMARK)\",");

    /** Reads the lines of one kind. */
    static final class Decoder<T extends HasMetadata> {

        private final KubernetesSerialization serialization;
        private final Class<T> type;
        private final TypeReference<WatchEvent<T>> eventType;

        Decoder(KubernetesSerialization serialization, Class<T> type) {
            this.serialization = serialization;
            this.type = type;
            Type exact = serialization.constructParametricType(WatchEvent.class, type);
            this.eventType = new TypeReference<>() {
                @Override
                public Type getType() {
                    return exact;
                }
            };
        }

        /** Throws what the server says when it is an error. */
        WatchEvent<T> decode(String line) {
            // Straight into the object, not by way of a tree: there are many lines, and they are long.
            return OBJECT_EVENT.matcher(line).lookingAt()
                    ? serialization.unmarshal(
                            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), eventType)
                    : decode(serialization.unmarshal(line, JsonNode.class));
        }

        private WatchEvent<T> decode(JsonNode line) {
            String what = line.path("type").asText();
            JsonNode object = line.path("object");
            return switch (what) {
                case "ADDED", "MODIFIED", "DELETED", "BOOKMARK" ->
                    new WatchEvent<>(what, serialization.convertValue(object, type));
                case "ERROR" ->
                    throw new KubernetesClientException(
                            object.path("message").asText(), object.path("code").asInt(), null);
                default -> new WatchEvent<>(what, null);
            };
        }
    }
}
