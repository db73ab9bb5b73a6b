package io.jenkins.plugins.deployworkload.client.watch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.deployworkload.client.http.ServerObject;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One event of a watch.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code BOOKMARK}
 * @param object the object; {@code null} if the event type is unknown
 */
record WatchEvent<T extends HasMetadata>(
        @JsonProperty("type") String type,
        @JsonProperty("object") T object) {

    /**
     * The start of an event that contains an object of the watched kind. An ERROR event contains a Status object, so it
     * does not match.
     */
    private static final Pattern OBJECT_EVENT = Pattern.compile("\\{\"type\":\"(ADDED|MODIFIED|DELETED|BOOKMARK)\",");

    /** Decodes the lines of a watch of one kind. */
    static final class Decoder<T extends HasMetadata> {

        /**
         * In characters. A server could fill the memory with events about ever new objects. A list of the existing
         * objects is much smaller than so many events, because real objects repeat in events.
         */
        static final long MAX_EVENTS = 128 << 20;

        /** In characters. Counting a short event as this size bounds the number of objects. */
        private static final int MIN_EVENT = 1 << 10;

        private long eventsSize;

        private final KubernetesSerialization serialization;
        private final Class<T> type;
        private final String path;
        private final TypeReference<WatchEvent<T>> eventType;

        /** @param path the URL path of the watch, for messages */
        Decoder(KubernetesSerialization serialization, Class<T> type, String path) {
            this.serialization = serialization;
            this.type = type;
            this.path = path;
            Type exact = serialization.constructParametricType(WatchEvent.class, type);
            this.eventType = new TypeReference<>() {
                @Override
                public Type getType() {
                    return exact;
                }
            };
        }

        /**
         * @throws KubernetesClientException for an incomplete object or an {@code ERROR} event. Also with status 410 (Gone), which makes the
         *     Reflector list the objects again, when the events since the last such exception exceed {@link #MAX_EVENTS}
         */
        WatchEvent<T> decode(String line) {
            eventsSize += Math.max(MIN_EVENT, line.length());
            if (eventsSize > MAX_EVENTS) {
                eventsSize = 0;
                throw new KubernetesClientException("too many events", HttpURLConnection.HTTP_GONE, null);
            }
            // Decode directly to the object and without a JSON tree, because a watch has many long lines.
            WatchEvent<T> event = OBJECT_EVENT.matcher(line).lookingAt()
                    ? serialization.unmarshal(
                            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), eventType)
                    : decode(serialization.unmarshal(line, JsonNode.class));
            // A bookmark has only a resourceVersion.
            if (Set.of("ADDED", "MODIFIED", "DELETED").contains(event.type)) {
                ServerObject.check(event.object, path);
            }
            return event;
        }

        private WatchEvent<T> decode(JsonNode line) {
            String eventName = line.path("type").asText();
            JsonNode object = line.path("object");
            return switch (eventName) {
                case "ADDED", "MODIFIED", "DELETED", "BOOKMARK" ->
                    new WatchEvent<>(eventName, serialization.convertValue(object, type));
                case "ERROR" ->
                    throw new KubernetesClientException(
                            object.path("message").asText(), object.path("code").asInt(), null);
                default -> new WatchEvent<>(eventName, null);
            };
        }
    }
}
