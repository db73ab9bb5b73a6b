package io.jenkins.plugins.deployworkload.rollout.prune;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.DEFAULT_TIMEOUT;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pruning with an account that lacks a permission. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PrunerTest {

    private static final RolloutOptions PRUNE = RolloutOptions.defaults().withPrune(true);

    @ParameterizedTest
    @CsvSource({
        "get, 'Could not be deleted: Service web (', cannot delete resource",
        "list, 'No longer in the definition, but kept because they could not be read: Service web', cannot get resource"
    })
    void reportsAndRetriesObjectsThatCannotBePruned(String verb, String expected, String cause) {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(cluster.run(service(80), deployment(1, podTemplate("nginx:1")))
                            .outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            cluster.grant(
                    TestCluster.rule("", "configmaps", "get", "create", "update"),
                    TestCluster.rule("", "services", verb),
                    TestCluster.rule("apps", "deployments", "*"));
            try (Connection restricted = cluster.connections.open(
                    cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
                RolloutResult result = await(cluster.engine.start(
                        restricted,
                        new RolloutRequest(
                                cluster.namespace,
                                "web",
                                List.of(deployment(1, podTemplate("nginx:2"))),
                                DEFAULT_TIMEOUT,
                                PRUNE),
                        cluster.events));
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            }
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .anySatisfy(
                            message -> assertThat(message).startsWith(expected).contains(cause));
            assertThat(live(cluster)).isNotNull();

            assertThat(cluster.run(PRUNE, deployment(1, podTemplate("nginx:3"))).outcome())
                    .isEqualTo(Outcome.SUCCEEDED);
            assertThat(live(cluster)).as("by an account with the permission").isNull();
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
