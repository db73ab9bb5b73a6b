package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("control-plane")
@Timeout(120)
class AccountReviewTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Roles roles = new Roles(plane);

    @AfterEach
    void close() {
        roles.close();
        scheduler.shutdownNow();
    }

    private ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    private AccountReview review(String token, String namespace, boolean secrets) {
        try (Connection connection = new ConnectionPool(scheduler).open(config(token))) {
            return AccountReview.of(connection, namespace, secrets).join();
        }
    }

    @Test
    void reportsVersionAndUserWithNothingMissing() {
        AccountReview review = review(plane.adminToken(), "default", true);
        assertThat(review.version()).startsWith("v1.");
        assertThat(review.user()).isEqualTo("admin");
        assertThat(review.missingRequired()).isEmpty();
        assertThat(review.missingOptional()).isEmpty();
    }

    @Test
    void reportsAllPermissionsMissingWithoutAnyRole() {
        AccountReview review = review(plane.tokenFor("nobody"), "default", false);
        assertThat(review.user()).isEqualTo("nobody");
        assertThat(review.missingRequired())
                .contains(
                        "get, list, watch, create, patch, delete deployments.apps",
                        "get, create, update, delete configmaps",
                        "get, list, watch, delete pods")
                .hasSize((int) DeployPermission.ALL.stream()
                        .filter(DeployPermission::required)
                        .count());
        assertThat(review.missingOptional())
                .contains("get pods/log", "list, watch events")
                .noneMatch(permission -> permission.contains("secrets"));
    }

    @Test
    void reportsMissingVerbs() {
        List<PolicyRule> rules = DeployPermission.ALL.stream().map(Roles::rule).toList();
        String namespace = roles.allow(
                "viewer",
                rules.stream()
                        .map(rule -> rule.getResources().contains("deployments")
                                ? new PolicyRuleBuilder(rule)
                                        .withVerbs("get", "list", "watch")
                                        .build()
                                : rule)
                        .toList());
        AccountReview review = review(plane.tokenFor("viewer"), namespace, true);
        assertThat(review.missingRequired()).containsExactly("create, patch, delete deployments.apps");
        assertThat(review.missingOptional()).containsExactly("get, list secrets");
    }

    @Test
    void checksNoPermissionsWithoutANamespace() {
        AccountReview review = review(plane.tokenFor("nobody"), null, true);
        assertThat(review.user()).isEqualTo("nobody");
        assertThat(review.missingRequired()).isEmpty();
    }

    @Test
    void failsWithAWrongToken() {
        assertThatThrownBy(() -> review("wrong", "default", false))
                .satisfies(problem -> assertThat(
                                ConnectionFailure.of(problem, config("wrong")).kind())
                        .isEqualTo(ConnectionFailure.Kind.UNAUTHENTICATED));
    }

    @Test
    void reportsAnAccountThatMayDoEverything() {
        assertThat(review(plane.adminToken(), "default", true).excess())
                .containsExactly("everything, as cluster-admin");
        assertThat(review(plane.adminToken(), null, true).excess()).containsExactly("everything, as cluster-admin");
    }

    @Test
    void documentedRoleHasNoExcessPermission() {
        String namespace = roles.allow(
                "viewer", DeployPermission.of(true).stream().map(Roles::rule).toList());
        assertThat(review(plane.tokenFor("viewer"), namespace, true).excess()).isEmpty();
        assertThat(review(plane.tokenFor("viewer"), namespace, false).excess())
                .as("Secrets are not read")
                .containsExactly("list secrets");
    }

    @Test
    void reportsPermissionsInTheNamespaceThatNoDeployNeeds() {
        String namespace = roles.allow(
                "viewer",
                List.of(
                        TestCluster.rule("rbac.authorization.k8s.io", "roles", "create"),
                        TestCluster.rule("rbac.authorization.k8s.io", "rolebindings", "create"),
                        TestCluster.rule("", "pods/exec", "create"),
                        TestCluster.rule("", "serviceaccounts/token", "create")));
        assertThat(review(plane.tokenFor("viewer"), namespace, true).excess())
                .containsExactly(
                        "create rolebindings.rbac.authorization.k8s.io",
                        "create roles.rbac.authorization.k8s.io",
                        "create pods/exec",
                        "create serviceaccounts/token");
    }

    @Test
    void reportsPermissionsInTheWholeCluster() {
        String name = "review-" + UUID.randomUUID();
        String token = serviceAccountToken(name);
        ClusterRole role = new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(
                        TestCluster.rule("", "secrets", "get", "list"),
                        TestCluster.rule("", "users", "impersonate"),
                        TestCluster.rule("", "nodes/proxy", "get"),
                        TestCluster.rule("rbac.authorization.k8s.io", "clusterroles", "bind", "escalate"),
                        TestCluster.rule("rbac.authorization.k8s.io", "clusterrolebindings", "create"))
                .build();
        ClusterRoleBinding binding = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("", "ServiceAccount", name, "default")
                .build();
        try {
            plane.client().resource(role).create();
            plane.client().resource(binding).create();
            List<String> excess = review(token, null, true).excess();
            // The API server learns of the role through a watch.
            while (excess.size() < 6) {
                excess = review(token, null, true).excess();
            }
            assertThat(excess)
                    .containsExactly(
                            "list secrets in all namespaces",
                            "create clusterrolebindings.rbac.authorization.k8s.io",
                            "escalate clusterroles.rbac.authorization.k8s.io",
                            "bind clusterroles.rbac.authorization.k8s.io",
                            "impersonate users",
                            "get nodes/proxy");
        } finally {
            plane.client().resource(binding).delete();
            plane.client().resource(role).delete();
            plane.client()
                    .serviceAccounts()
                    .inNamespace("default")
                    .withName(name)
                    .delete();
        }
    }

    /** An account of its own, because the role holds in the whole cluster. */
    private String serviceAccountToken(String name) {
        plane.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        return plane.client()
                .serviceAccounts()
                .inNamespace("default")
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
