package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
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
    void end() {
        roles.close();
        scheduler.shutdownNow();
    }

    private ConnectionConfig config(String token) {
        return new ConnectionConfig(plane.server(), plane.caCertificate(), new TokenCredential(token));
    }

    private AccountReview review(String token, String namespace, boolean secrets) {
        try (Connection connection = new Connections(scheduler).open(config(token))) {
            return AccountReview.of(connection, namespace, secrets).join();
        }
    }

    @Test
    void saysVersionAndAccountAndThatNothingIsMissing() {
        AccountReview review = review(plane.adminToken(), "default", true);
        assertThat(review.version()).startsWith("v1.");
        assertThat(review.user()).isEqualTo("admin");
        assertThat(review.missing()).isEmpty();
        assertThat(review.unseen()).isEmpty();
    }

    @Test
    void anAccountWithoutRightsMissesThemAll() {
        AccountReview review = review(plane.tokenFor("nobody"), "default", false);
        assertThat(review.user()).isEqualTo("nobody");
        assertThat(review.missing())
                .contains(
                        "get, list, watch, create, patch, delete deployments.apps",
                        "get, create, update configmaps",
                        "get, list, watch, delete pods")
                .hasSize((int) NeededPermission.ALL.stream()
                        .filter(NeededPermission::needed)
                        .count());
        assertThat(review.unseen())
                .contains("get pods/log", "list, watch events")
                .noneMatch(it -> it.contains("secrets"));
    }

    @Test
    void whatIsMissingIsSaidToTheVerb() {
        List<PolicyRule> rules = NeededPermission.ALL.stream().map(Roles::rule).toList();
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
        assertThat(review.missing()).containsExactly("create, patch, delete deployments.apps");
        assertThat(review.unseen()).containsExactly("get, list secrets");
    }

    @Test
    void withoutANamespaceNoPermissionsAreLookedAt() {
        AccountReview review = review(plane.tokenFor("nobody"), null, true);
        assertThat(review.user()).isEqualTo("nobody");
        assertThat(review.missing()).isEmpty();
    }

    @Test
    void aWrongTokenIsAFailure() {
        assertThatThrownBy(() -> review("wrong", "default", false))
                .satisfies(problem -> assertThat(
                                ConnectionFailure.of(problem, config("wrong")).kind())
                        .isEqualTo(ConnectionFailure.Kind.UNAUTHENTICATED));
    }
}
