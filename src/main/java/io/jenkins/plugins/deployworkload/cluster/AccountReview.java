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
 * The version of an API server, and the identity and permissions of an account.
 *
 * @param version the Kubernetes version of the API server, such as {@code v1.37.2}
 * @param user the user name of the account; {@code null} before Kubernetes 1.28, which has no SelfSubjectReview
 * @param missingRequired the missing permissions that every deploy needs, such as
 *     {@code create, patch deployments.apps}
 * @param missingOptional the missing permissions that only diagnostics and suggestions need
 * @param excess the permissions that no deploy needs, and that are dangerous
 */
record AccountReview(
        String version, String user, List<String> missingRequired, List<String> missingOptional, List<String> excess) {

    /**
     * Requests the version, the identity and the permissions concurrently.
     *
     * @param namespace the namespace in which to check permissions; {@code null} to check only the excess permissions
     *     in the whole cluster
     * @param secrets whether to check the permissions on Secrets too
     */
    static CompletableFuture<AccountReview> of(Connection connection, String namespace, boolean secrets) {
        AccountReviewer reviewer = new AccountReviewer(connection, namespace);
        CompletableFuture<String> version = reviewer.version();
        CompletableFuture<String> user = reviewer.user();
        CompletableFuture<List<String>> required = reviewer.missingPermissions(DeployPermission.of(secrets), true);
        CompletableFuture<List<String>> optional = reviewer.missingPermissions(DeployPermission.of(secrets), false);
        CompletableFuture<List<String>> excess = reviewer.excessPermissions(secrets);
        return CompletableFuture.allOf(version, user, required, optional, excess)
                .thenApply(done -> new AccountReview(
                        version.join(), user.join(), required.join(), optional.join(), excess.join()));
    }

    private record AccountReviewer(Connection connection, String namespace) {

        CompletableFuture<String> version() {
            return connection
                    .apiClient()
                    .send(ApiRequest.get("/version", Map.of()), JsonNode.class)
                    .thenApply(response -> response.object().path("gitVersion").asText());
        }

        CompletableFuture<String> user() {
            return postReview("authentication.k8s.io", "SelfSubjectReview", JsonNodeFactory.instance.objectNode())
                    .thenApply(review -> review.at("/status/userInfo/username").asText())
                    .exceptionally(problem -> {
                        if (problem.getCause() instanceof KubernetesClientException e && e.getCode() == 404) {
                            return null;
                        }
                        throw new CompletionException(problem);
                    });
        }

        CompletableFuture<List<String>> missingPermissions(List<DeployPermission> permissions, boolean required) {
            List<CompletableFuture<String>> reviews = namespace == null
                    ? List.of()
                    : permissions.stream()
                            .filter(permission -> permission.required() == required)
                            .map(this::missingPermissions)
                            .toList();
            return CompletableFuture.allOf(reviews.toArray(CompletableFuture[]::new))
                    .thenApply(done -> reviews.stream()
                            .map(CompletableFuture::join)
                            .filter(missing -> !missing.isEmpty())
                            .toList());
        }

        /**
         * Checks each verb with a separate request. These requests are sent one after the other, because too many
         * concurrent requests would exceed the stream limit of the connection.
         */
        private CompletableFuture<String> missingPermissions(DeployPermission permission) {
            List<String> denied = new ArrayList<>();
            CompletableFuture<Void> checks = CompletableFuture.completedFuture(null);
            for (String verb : permission.verbs()) {
                checks = checks.thenCompose(
                                previous -> isAllowed(namespace, verb, permission.group(), permission.resource()))
                        .thenAccept(allowed -> {
                            if (!allowed) {
                                denied.add(verb);
                            }
                        });
            }
            return checks.thenApply(
                    done -> denied.isEmpty() ? "" : String.join(", ", denied) + " " + permission.label());
        }

        /** Sends the requests one after the other, like those of a {@link DeployPermission}. */
        CompletableFuture<List<String>> excessPermissions(boolean secrets) {
            return isAllowed(ExcessPermission.EVERYTHING).thenCompose(everything -> {
                if (everything) {
                    return CompletableFuture.completedFuture(List.of(ExcessPermission.EVERYTHING.label()));
                }
                List<ExcessPermission> granted = new ArrayList<>();
                CompletableFuture<Void> checks = CompletableFuture.completedFuture(null);
                for (ExcessPermission permission : ExcessPermission.of(namespace, secrets)) {
                    checks = checks.thenCompose(previous -> isAllowed(permission))
                            .thenAccept(allowed -> {
                                if (allowed) {
                                    granted.add(permission);
                                }
                            });
                }
                return checks.thenApply(
                        done -> granted.stream().map(ExcessPermission::label).toList());
            });
        }

        private CompletableFuture<Boolean> isAllowed(ExcessPermission permission) {
            return isAllowed(
                    permission.everywhere() ? null : namespace,
                    permission.verb(),
                    permission.group(),
                    permission.resource());
        }

        /** @param in the namespace; {@code null} for all namespaces and the whole cluster */
        private CompletableFuture<Boolean> isAllowed(String in, String verb, String group, String resource) {
            String[] names = resource.split("/");
            ObjectNode review = JsonNodeFactory.instance.objectNode();
            ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
            if (in != null) {
                attributes.put("namespace", in);
            }
            attributes.put("verb", verb).put("group", group);
            attributes.put("resource", names[0]);
            if (names.length > 1) {
                attributes.put("subresource", names[1]);
            }
            return postReview("authorization.k8s.io", "SelfSubjectAccessReview", review)
                    .thenApply(answer -> answer.at("/status/allowed").asBoolean());
        }

        private CompletableFuture<JsonNode> postReview(String group, String kind, ObjectNode review) {
            review.put("apiVersion", group + "/v1").put("kind", kind);
            String path = "/apis/" + group + "/v1/" + kind.toLowerCase(Locale.ROOT) + "s";
            ApiRequest request = new ApiRequest("POST", path, Map.of(), "application/json", review.toString());
            return connection.apiClient().send(request, JsonNode.class).thenApply(response -> response.object());
        }
    }
}
