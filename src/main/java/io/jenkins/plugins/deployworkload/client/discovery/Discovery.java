package io.jenkins.plugins.deployworkload.client.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.UnusableResponseException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The kinds that an API server serves. They are read once per connection, and once more for each kind that is unknown,
 * because its definition may be new. Every authenticated account may use discovery, even an account that may read only
 * its namespace.
 *
 * <p>Methods block their thread, so call them only on virtual threads.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery">Aggregated
 *     discovery</a>
 */
public final class Discovery {

    /** The formats since Kubernetes 1.30 and 1.27. An older server ignores them and answers with plain JSON. */
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private static final String AGGREGATED_LIST = "APIGroupDiscoveryList";

    /** The kinds of the responses to discovery. */
    private static final Set<String> LISTS = Set.of(AGGREGATED_LIST, "APIVersions", "APIGroupList", "APIResourceList");

    /** The URL paths of the lists of groups. */
    public static final List<String> ROOTS = List.of("/api", "/apis");

    /** In bytes. A response for 1,000 kinds has less than 1 MiB. */
    static final int MAX_RESPONSE_SIZE = 32 << 20;

    private final ApiClient apiClient;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ServedKinds cached;

    public Discovery(ApiClient apiClient) {
        this.apiClient = apiClient;
    }

    /**
     * Finds a kind. If the kind is unknown, reads all kinds again.
     *
     * @param apiVersion the API group and version, such as {@code v1} or {@code apps/v1}
     * @return empty if the API server does not serve the kind
     * @throws RuntimeException the error of a request, also if only the kinds of this apiVersion are not available
     */
    public Optional<ServedKind> find(String apiVersion, String kind) {
        ServedKinds before = cached;
        Optional<ServedKind> known = before == null ? Optional.empty() : before.find(apiVersion, kind);
        if (known.isPresent()) {
            return known;
        }
        ServedKinds now = readAfter(before);
        Optional<ServedKind> found = now.find(apiVersion, kind);
        if (found.isEmpty() && now.problem(apiVersion).isPresent()) {
            throw now.problem(apiVersion).get();
        }
        return found;
    }

    /**
     * The apiVersions in which a kind is served, as of the last read.
     *
     * @throws RuntimeException the error of a request
     */
    public List<String> apiVersions(String kind) {
        ServedKinds known = cached;
        return (known == null ? readAfter(null) : known).apiVersions(kind);
    }

    /**
     * Reads all kinds, unless another thread has read them meanwhile.
     *
     * @param before the kinds that are too old
     */
    private ServedKinds readAfter(ServedKinds before) {
        lock.lock();
        try {
            if (cached == before) {
                cached = read();
            }
            return cached;
        } finally {
            lock.unlock();
        }
    }

    private ServedKinds read() {
        ServedKinds.Builder kinds = new ServedKinds.Builder();
        VirtualThreads.forEach(ROOTS, this::read).forEach(root -> add(root, kinds));
        return kinds.build();
    }

    private void add(JsonNode root, ServedKinds.Builder kinds) {
        if (AGGREGATED_LIST.equals(root.path("kind").asText())) {
            kinds.addAggregated(root);
            return;
        }
        VirtualThreads.forEach(groupVersions(root), this::readGroupVersion).forEach(groupVersion -> {
            if (groupVersion.problem == null) {
                kinds.addResources(groupVersion.resources);
            } else {
                kinds.addUnavailable(groupVersion.name, groupVersion.problem);
            }
        });
    }

    /** The API groups and versions in the response of a server without aggregated discovery. */
    private static List<String> groupVersions(JsonNode root) {
        List<String> groupVersions = new ArrayList<>();
        root.path("versions").forEach(version -> groupVersions.add(version.asText()));
        root.path("groups")
                .forEach(group -> group.path("versions")
                        .forEach(version ->
                                groupVersions.add(version.path("groupVersion").asText())));
        return groupVersions;
    }

    /**
     * The kinds of one version of a group.
     *
     * @param resources {@code null} if they are not available
     * @param problem the error of the request; {@code null} if there is none
     */
    private record GroupVersion(String name, JsonNode resources, RuntimeException problem) {}

    /** The API server of a group may not answer while all other groups are available. */
    private GroupVersion readGroupVersion(String name) {
        try {
            return new GroupVersion(name, read((name.contains("/") ? "/apis/" : "/api/") + name), null);
        } catch (KubernetesClientException e) {
            return new GroupVersion(name, null, e);
        }
    }

    /**
     * Reads one list. A proxy can answer with something else and status 200, which must not look as if the API server
     * served no kind.
     */
    private JsonNode read(String path) {
        String text = VirtualThreads.join(
                apiClient.sendForText(new ApiRequest("GET", path, Map.of(), null, null, AGGREGATED)));
        if (text.length() > MAX_RESPONSE_SIZE) {
            throw new UnusableResponseException(Messages.Discovery_tooLarge(path, MAX_RESPONSE_SIZE >> 20));
        }
        JsonNode list = apiClient
                .serialization()
                .unmarshal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), JsonNode.class);
        if (list == null || !LISTS.contains(list.path("kind").asText())) {
            throw new UnusableResponseException(Messages.Discovery_unreadable(path));
        }
        return list;
    }
}
