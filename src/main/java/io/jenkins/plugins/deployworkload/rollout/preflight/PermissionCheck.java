package io.jenkins.plugins.deployworkload.rollout.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Checks with one request, before anything is applied, whether the account has the permissions to apply all objects.
 * Without this check, the API server could refuse an object after other objects are already applied.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/">SelfSubjectRulesReview</a>
 */
public final class PermissionCheck {

    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";

    private final Connection connection;
    private final String namespace;

    public PermissionCheck(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /**
     * @param absent the objects that do not exist yet
     * @return a message for each object that the account has no permission to apply; empty if the API server returns an
     *     error or an incomplete list of rules
     */
    public CompletableFuture<List<String>> findMissing(List<HasMetadata> objects, List<HasMetadata> absent) {
        String review = Json.MAPPER
                .createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectRulesReview")
                .set("spec", Json.MAPPER.createObjectNode().put("namespace", namespace))
                .toString();
        return connection
                .apiClient()
                .send(new ApiRequest("POST", PATH, Map.of(), "application/json", review), JsonNode.class)
                .thenApply(answer -> findMissing(answer.object().path("status"), objects, absent))
                .exceptionally(problem -> List.of());
    }

    private List<String> findMissing(JsonNode status, List<HasMetadata> objects, List<HasMetadata> absent) {
        if (status.path("incomplete").asBoolean(true)) {
            // The list of rules is incomplete: an authorizer other than RBAC can grant more permissions.
            return List.of();
        }
        return objects.stream()
                .flatMap(object -> findMissing(status.path("resourceRules"), object, absent.contains(object)))
                .toList();
    }

    private Stream<String> findMissing(JsonNode rules, HasMetadata object, boolean isAbsent) {
        ResourceType<?> type = ResourceType.of(object.getClass());
        String group = type.apiVersion().contains("/") ? type.apiVersion().split("/")[0] : "";
        String denied = (isAbsent ? Stream.of("create", "patch") : Stream.of("patch"))
                .filter(verb -> !isAllowed(
                        rules, verb, group, type.plural(), object.getMetadata().getName()))
                .collect(Collectors.joining(", "));
        return denied.isEmpty()
                ? Stream.empty()
                : Stream.of(Messages.PermissionCheck_missing(
                        ObjectRef.of(object, namespace).label(),
                        denied,
                        group.isEmpty() ? type.plural() : type.plural() + "." + group,
                        namespace));
    }

    /** @param rules the {@code resourceRules} that the API server returned */
    static boolean isAllowed(JsonNode rules, String verb, String group, String resource, String name) {
        return StreamSupport.stream(rules.spliterator(), false)
                .anyMatch(rule -> matches(rule.path("verbs"), verb)
                        && matches(rule.path("apiGroups"), group)
                        && matches(rule.path("resources"), resource)
                        && (rule.path("resourceNames").isEmpty() || matches(rule.path("resourceNames"), name)));
    }

    private static boolean matches(JsonNode list, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .anyMatch(entry -> entry.equals(value) || entry.equals("*"));
    }
}
