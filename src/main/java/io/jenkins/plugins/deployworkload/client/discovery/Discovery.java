package io.jenkins.plugins.deployworkload.client.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiClient;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

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

    private static final Logger LOGGER = Logger.getLogger(Discovery.class.getName());

    /** The formats since Kubernetes 1.30 and 1.27. An older server ignores them and answers with plain JSON. */
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

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
     * @throws RuntimeException the error of a request
     */
    public Optional<ServedKind> find(String apiVersion, String kind) {
        ServedKinds before = cached;
        Optional<ServedKind> known = before == null ? Optional.empty() : before.find(apiVersion, kind);
        return known.isPresent() ? known : readAfter(before).find(apiVersion, kind);
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
        if ("APIGroupDiscoveryList".equals(root.path("kind").asText())) {
            kinds.addAggregated(root);
            return;
        }
        VirtualThreads.forEach(groupVersions(root), this::readGroupVersion).stream()
                .flatMap(Optional::stream)
                .forEach(kinds::addResources);
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

    /** Empty for a group whose own API server does not answer. The kinds of this group are unknown. */
    private Optional<JsonNode> readGroupVersion(String groupVersion) {
        try {
            return Optional.of(read((groupVersion.contains("/") ? "/apis/" : "/api/") + groupVersion));
        } catch (KubernetesClientException e) {
            LOGGER.log(Level.FINE, e, () -> "The kinds of " + groupVersion + " are not available");
            return Optional.empty();
        }
    }

    private JsonNode read(String path) {
        String text = VirtualThreads.join(
                apiClient.sendForText(new ApiRequest("GET", path, Map.of(), null, null, AGGREGATED)));
        if (text.length() > MAX_RESPONSE_SIZE) {
            throw new KubernetesClientException(Messages.Discovery_tooLarge(path, MAX_RESPONSE_SIZE >> 20));
        }
        return apiClient
                .serialization()
                .unmarshal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), JsonNode.class);
    }
}
