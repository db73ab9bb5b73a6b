package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts that the API server or this plugin refuses. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RefusedRolloutTest {

    private static PodDisruptionBudget budget() {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .endSpec()
                .build();
    }

    @Test
    void invalidObjectLeavesOtherObjectsUntouched() {
        try (TestCluster cluster = new TestCluster()) {
            Deployment invalid = deployment(1, "nginx:1");
            invalid.getSpec().getSelector().getMatchLabels().put("other", "x");
            RolloutResult result = cluster.run(budget(), invalid, configMap("settings"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("Deployment web was refused: spec.template.metadata.labels: Invalid value")
                    .doesNotContain("Already applied")
                    .doesNotContain("Exception");
            assertThat(result.objects()).isEmpty();
            assertThat(cluster.admin()
                            .configMaps()
                            .inNamespace(cluster.namespace)
                            .list()
                            .getItems())
                    .as("neither settings nor a revision")
                    .extracting(found -> found.getMetadata().getName())
                    .filteredOn(name -> !name.equals("kube-root-ca.crt"))
                    .isEmpty();
            assertThat(cluster.admin()
                            .policy()
                            .v1()
                            .podDisruptionBudget()
                            .inNamespace(cluster.namespace)
                            .list()
                            .getItems())
                    .isEmpty();
        }
    }

    @Test
    void refusesUnknownField() {
        try (TestCluster cluster = new TestCluster()) {
            Deployment invalid = deployment(1, "nginx:1");
            invalid.getSpec().setAdditionalProperty("replicaz", 3);
            RolloutResult result = cluster.run(invalid);
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains("replicaz");
        }
    }

    @Test
    void conflictNamesOtherFieldManagerAndField() {
        try (TestCluster cluster = new TestCluster()) {
            Deployment foreign = deployment(2, "nginx:1");
            foreign.getMetadata().setNamespace(cluster.namespace);
            cluster.admin().resource(foreign).fieldManager("somebody-else").serverSideApply();
            RolloutResult result = cluster.run(deployment(3, "nginx:1"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith(
                            "Deployment web: the field manager \"somebody-else\" owns .spec.replicas. Nothing was overwritten");
            assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(2);
        }
    }

    @Test
    void reportsMissingPermissionBeforeApplying() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("nobody"))) {
            RolloutResult result = cluster.run(deployment(1, "nginx:1"), configMap("settings"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains("nobody").contains("deployments");
            assertThat(result.objects()).isEmpty();
        }
    }

    @Test
    void reportsMissingPermissionOfSingleObject() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("nobody"))) {
            RolloutResult result = cluster.run(configMap("settings"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("ConfigMap settings was refused: ")
                    .contains("nobody");
        }
    }

    @Test
    void reportsMissingPermissionOfLaterWaveBeforeFirst() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.grant(
                    TestCluster.rule("", "configmaps", "get", "create", "update", "patch", "delete"),
                    TestCluster.rule("", "services", "*"),
                    TestCluster.rule("apps", "deployments", "get", "list", "watch", "patch"));
            RolloutResult result = cluster.run(TestObjects.service(80), deployment(1, "nginx:1"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("Deployment web was refused: ")
                    .contains("cannot create resource \"deployments\"")
                    .contains(cluster.namespace);
            assertThat(result.objects()).isEmpty();
            assertThat(cluster.admin()
                            .services()
                            .inNamespace(cluster.namespace)
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(cluster.admin()
                            .configMaps()
                            .inNamespace(cluster.namespace)
                            .withName("deploy-workload-web")
                            .get())
                    .as("activated")
                    .isNull();
        }
    }

    @Test
    void existingObjectsNeedNoCreatePermission() {
        try (TestCluster cluster = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            cluster.create(TestObjects.service(80));
            cluster.grant(
                    TestCluster.rule("", "configmaps", "get", "create", "update"),
                    TestCluster.rule("", "services", "get", "patch"),
                    TestCluster.rule("apps", "deployments", "*"));
            RolloutResult result = cluster.run(TestObjects.service(80), deployment(1, "nginx:1"));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void reportsAmbiguousWriteWhenRetryIsRefused() throws Exception {
        try (TestCluster cluster = new TestCluster();
                ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            AtomicInteger applies = new AtomicInteger();
            proxied.proxy.dropResponse(request -> request.isApply());
            proxied.proxy.fail(request -> request.isApply() && applies.incrementAndGet() > 1);
            RolloutResult result =
                    TestCluster.await(proxied.start(RolloutOptions.defaults(), deployment(1, "nginx:1")));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message())
                    .startsWith("Deployment web was refused: HTTP 503")
                    .contains("An earlier attempt of the same request was interrupted, and may have taken effect");
            assertThat(cluster.liveDeployment()).isNotNull();
        }
    }

    @Test
    void refusesWrongToken() {
        try (TestCluster cluster = new TestCluster("wrong")) {
            RolloutResult result = cluster.run(deployment(1, "nginx:1"));
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.message()).contains("401");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "shop.front", "-shop", "shop-", "shop/../kube-system", "a b", "상점"})
    void rejectsInvalidNamespace(String namespace) {
        assertThatThrownBy(() ->
                        new RolloutRequest(namespace, "web", List.of(deployment(1, "nginx:1")), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The namespace \"" + namespace + "\" is invalid");
    }

    @Test
    void rejectsInvalidRequests() {
        Deployment inInvalidNamespace = deployment(1, "nginx:1");
        inInvalidNamespace.getMetadata().setNamespace("../other");
        Duration minute = Duration.ofMinutes(1);
        assertThatThrownBy(() -> new RolloutRequest("ns", "web", List.of(inInvalidNamespace), minute))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The namespace \"../other\" is invalid");
        assertThatThrownBy(() -> new RolloutRequest("ns", "web", List.of(configMap("a"), configMap("a")), minute))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Duplicate object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../secrets/a", "a%2Fb"})
    void rejectsNamesThatChangeThePath(String name) {
        assertThatThrownBy(() -> new RolloutRequest("ns", "web", List.of(configMap(name)), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ConfigMap " + name
                        + ": the name must not be empty, \".\", or \"..\", and must not contain \"/\" or \"%\".");
    }
}
