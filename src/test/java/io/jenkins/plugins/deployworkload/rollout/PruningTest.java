package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.PLENTY;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pruning by an account that may not. */
@Tag("control-plane")
@Timeout(300)
class PruningTest {

    private static final RolloutOptions PRUNE = RolloutOptions.defaults().withPrune(true);

    @ParameterizedTest
    @CsvSource({
        "get, 'Could not be deleted, and is left: Service web (', cannot delete resource",
        "list, 'No longer described, and left as it could not be looked at: Service web.', cannot get resource"
    })
    void whatMayNotBePrunedIsSaidAndNotForgotten(String verb, String said, String why) {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(cluster.run(service(80), deployment(1, pod("nginx:1"))).outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            cluster.may(
                    TestCluster.rule("", "configmaps", "get", "create", "update"),
                    TestCluster.rule("", "services", verb),
                    TestCluster.rule("apps", "deployments", "*"));
            try (Connection restricted = cluster.connections.open(
                    cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
                RolloutResult result = await(cluster.engine.start(
                        restricted,
                        new RolloutRequest(
                                cluster.namespace, "web", List.of(deployment(1, pod("nginx:2"))), PLENTY, PRUNE),
                        cluster.events));
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            }
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .anySatisfy(message -> assertThat(message).startsWith(said).contains(why));
            assertThat(live(cluster)).isNotNull();

            assertThat(cluster.run(PRUNE, deployment(1, pod("nginx:3"))).outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(live(cluster)).as("by one who may").isNull();
        }
    }

    private static Service live(TestCluster cluster) {
        return cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }
}
