package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.util.List;
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
}
