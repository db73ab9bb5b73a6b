package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.ApiErrors;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks that the namespaces of an application exist, except its home namespace, which the first request of the deploy
 * needs anyway. A namespace that the application defines is applied first, so it counts as present. A namespace that the
 * account may not read is not checked.
 */
public final class NamespaceCheck {

    private final Connection connection;
    private final RolloutRequest request;
    private final ResourceTypes types;

    private NamespaceCheck(Connection connection, RolloutRequest request) {
        this.connection = connection;
        this.request = request;
        this.types = new ResourceTypes(connection);
    }

    /**
     * Sends one request for each other namespace, and blocks until all answers have arrived.
     *
     * @return by the index of the object in the request, a sentence for each object whose namespace does not exist
     */
    public static Map<Integer, String> missing(Connection connection, RolloutRequest request) {
        return new NamespaceCheck(connection, request).missing();
    }

    private Map<Integer, String> missing() {
        Set<String> defined = request.objects().stream()
                .map(this::ref)
                .filter(ResourceKinds::isNamespace)
                .map(ObjectRef::name)
                .collect(Collectors.toSet());
        Map<Integer, ObjectRef> outside = new TreeMap<>();
        for (int i = 0; i < request.objects().size(); i++) {
            ObjectRef ref = ref(request.objects().get(i));
            if (ref.outsideHome() && !defined.contains(ref.namespace()) && isNamespaced(ref)) {
                outside.put(i, ref);
            }
        }
        List<String> namespaces = List.copyOf(
                outside.values().stream().map(ObjectRef::namespace).collect(Collectors.toCollection(TreeSet::new)));
        List<Boolean> absent = VirtualThreads.forEach(namespaces, this::isAbsent);
        Map<Integer, String> sentences = new TreeMap<>();
        outside.forEach((index, ref) -> {
            if (absent.get(namespaces.indexOf(ref.namespace()))) {
                sentences.put(index, Messages.NamespaceCheck_missing(ref.label(), ref.namespace()));
            }
        });
        return sentences;
    }

    private ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, request.namespace());
    }

    /** The API server ignores the namespace of an object of a kind without a namespace. */
    private boolean isNamespaced(ObjectRef ref) {
        return types.find(ref).map(ResourceType::namespaced).orElse(true);
    }

    private boolean isAbsent(String namespace) {
        ResourceType<?> type = ResourceKinds.type("v1", "Namespace");
        try {
            connection.apiClient().call(ApiRequest.get(type.path("", namespace), Map.of()), type.type());
            return false;
        } catch (RuntimeException problem) {
            return ApiErrors.hasCode(problem, 404);
        }
    }
}
