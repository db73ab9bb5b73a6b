package io.jenkins.plugins.deployworkload.client.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.http.UnusableResponseException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The kinds that an API server served at one time. */
final class ServedKinds {

    private record Key(String apiVersion, String kind) {}

    /** A server with more kinds has an error. The limit bounds the memory of a connection. */
    private static final int MAX_KINDS = 50_000;

    /** In the order of the server, which puts the preferred version of a group first. */
    private final Map<Key, ServedKind> kinds;

    /** The errors by apiVersion. Which kinds these versions have is not known. */
    private final Map<String, RuntimeException> unavailable;

    private ServedKinds(Map<Key, ServedKind> kinds, Map<String, RuntimeException> unavailable) {
        this.kinds = kinds;
        this.unavailable = unavailable;
    }

    /** Returns an empty result for a kind of a version that is not available too. */
    Optional<ServedKind> find(String apiVersion, String kind) {
        return Optional.ofNullable(kinds.get(new Key(apiVersion, kind)));
    }

    /** Why it is not known which kinds this version has; empty if it is known. */
    Optional<RuntimeException> problem(String apiVersion) {
        return Optional.ofNullable(unavailable.get(apiVersion));
    }

    List<String> apiVersions(String kind) {
        return kinds.keySet().stream()
                .filter(key -> key.kind.equals(kind))
                .map(Key::apiVersion)
                .toList();
    }

    static final class Builder {

        private final Map<Key, ServedKind> kinds = new LinkedHashMap<>();
        private final Map<String, RuntimeException> unavailable = new HashMap<>();

        /** @param list an {@code APIGroupDiscoveryList} */
        void addAggregated(JsonNode list) {
            for (JsonNode group : list.path("items")) {
                String name = group.at("/metadata/name").asText("");
                for (JsonNode version : group.path("versions")) {
                    String apiVersion = (name.isEmpty() ? "" : name + "/")
                            + version.path("version").asText();
                    version.path("resources").forEach(resource -> addAggregated(apiVersion, resource));
                    if ("Stale".equals(version.path("freshness").asText())) {
                        addUnavailable(apiVersion, new UnusableResponseException(Messages.Discovery_stale(apiVersion)));
                    }
                }
            }
        }

        private void addAggregated(String apiVersion, JsonNode resource) {
            boolean hasStatus = StreamSupport.stream(
                            resource.path("subresources").spliterator(), false)
                    .anyMatch(subresource ->
                            "status".equals(subresource.path("subresource").asText()));
            add(
                    apiVersion,
                    resource.at("/responseKind/kind").asText(""),
                    resource.path("resource").asText(),
                    "Namespaced".equals(resource.path("scope").asText()),
                    hasStatus);
        }

        /** @param list an {@code APIResourceList}. The name of a subresource contains a slash */
        void addResources(JsonNode list) {
            String apiVersion = list.path("groupVersion").asText();
            List<String> names = StreamSupport.stream(list.path("resources").spliterator(), false)
                    .map(resource -> resource.path("name").asText())
                    .toList();
            for (JsonNode resource : list.path("resources")) {
                String plural = resource.path("name").asText();
                if (!plural.contains("/")) {
                    add(
                            apiVersion,
                            resource.path("kind").asText(""),
                            plural,
                            resource.path("namespaced").asBoolean(),
                            names.contains(plural + "/status"));
                }
            }
        }

        /** @param problem the error of the request for the kinds of this version */
        void addUnavailable(String apiVersion, RuntimeException problem) {
            unavailable.put(apiVersion, problem);
        }

        private void add(String apiVersion, String kind, String plural, boolean namespaced, boolean hasStatus) {
            if (!kind.isEmpty() && kinds.size() < MAX_KINDS) {
                ServedKind served =
                        new ServedKind(ResourceType.generic(apiVersion, kind, plural, namespaced), hasStatus);
                kinds.putIfAbsent(new Key(apiVersion, kind), served);
            }
        }

        ServedKinds build() {
            return new ServedKinds(Collections.unmodifiableMap(kinds), Map.copyOf(unavailable));
        }
    }
}
