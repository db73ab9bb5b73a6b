package io.jenkins.plugins.deployworkload.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What an API server says of itself and of who is asking.
 *
 * @param version such as {@code v1.37.2}
 * @param user as the server knows who is asking; null where it is too old to be asked (before Kubernetes 1.28)
 * @param missingRequired what it may not do and nothing can be deployed without, such as {@code create, patch deployments.apps}
 * @param missingOptional what it may not do, so that less can be said and offered
 */
record AccountReview(String version, String user, List<String> missingRequired, List<String> missingOptional) {

    /**
     * Asks everything at the same time.
     *
     * @param namespace to look at permissions in; null for none
     */
    static CompletableFuture<AccountReview> of(Connection connection, String namespace, boolean secrets) {
        AccountReviewer reviewer = new AccountReviewer(connection, namespace);
        CompletableFuture<String> version = reviewer.version();
        CompletableFuture<String> user = reviewer.user();
        CompletableFuture<List<String>> missing = reviewer.missingPermissions(DeployPermission.of(secrets), true);
        CompletableFuture<List<String>> unseen = reviewer.missingPermissions(DeployPermission.of(secrets), false);
        return CompletableFuture.allOf(version, user, missing, unseen)
                .thenApply(done -> new AccountReview(version.join(), user.join(), missing.join(), unseen.join()));
    }

    private record AccountReviewer(Connection connection, String namespace) {

        CompletableFuture<String> version() {
            return connection
                    .apiClient()
                    .send(ApiRequest.get("/version", Map.of()), JsonNode.class)
                    .thenApply(answer -> answer.object().path("gitVersion").asText());
        }

        CompletableFuture<String> user() {
            return postReview("authentication.k8s.io", "SelfSubjectReview", JsonNodeFactory.instance.objectNode())
                    .thenApply(answer -> answer.at("/status/userInfo/username").asText())
                    .exceptionally(problem -> {
                        if (problem.getCause() instanceof KubernetesClientException e && e.getCode() == 404) {
                            return null;
                        }
                        throw new CompletionException(problem);
                    });
        }

        CompletableFuture<List<String>> missingPermissions(List<DeployPermission> all, boolean needed) {
            List<CompletableFuture<String>> answers = namespace == null
                    ? List.of()
                    : all.stream()
                            .filter(permission -> permission.required() == needed)
                            .map(this::missingPermissions)
                            .toList();
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenApply(done -> answers.stream()
                            .map(CompletableFuture::join)
                            .filter(missing -> !missing.isEmpty())
                            .toList());
        }

        /** Its verbs one after the other, lest all at once be too many for one connection. */
        private CompletableFuture<String> missingPermissions(DeployPermission permission) {
            List<String> denied = new ArrayList<>();
            CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
            for (String verb : permission.verbs()) {
                asked = asked.thenCompose(before -> isAllowed(permission, verb)).thenAccept(allowed -> {
                    if (!allowed) {
                        denied.add(verb);
                    }
                });
            }
            return asked.thenApply(
                    done -> denied.isEmpty() ? "" : String.join(", ", denied) + " " + permission.label());
        }

        private CompletableFuture<Boolean> isAllowed(DeployPermission permission, String verb) {
            String[] names = permission.resource().split("/");
            ObjectNode question = JsonNodeFactory.instance.objectNode();
            ObjectNode attributes = question.putObject("spec").putObject("resourceAttributes");
            attributes.put("namespace", namespace).put("verb", verb).put("group", permission.group());
            attributes.put("resource", names[0]);
            if (names.length > 1) {
                attributes.put("subresource", names[1]);
            }
            return postReview("authorization.k8s.io", "SelfSubjectAccessReview", question)
                    .thenApply(answer -> answer.at("/status/allowed").asBoolean());
        }

        private CompletableFuture<JsonNode> postReview(String group, String kind, ObjectNode question) {
            question.put("apiVersion", group + "/v1").put("kind", kind);
            String path = "/apis/" + group + "/v1/" + kind.toLowerCase(Locale.ROOT) + "s";
            ApiRequest request = new ApiRequest("POST", path, Map.of(), "application/json", question.toString());
            return connection.apiClient().send(request, JsonNode.class).thenApply(answer -> answer.object());
        }
    }
}
