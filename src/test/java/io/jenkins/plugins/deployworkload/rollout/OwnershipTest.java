package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.configMap;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application does not change the objects of others. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class OwnershipTest {

    private static final RolloutOptions ADOPT = RolloutOptions.defaults().withAdopt(true);

    private static final RolloutOptions REPLACE =
            RolloutOptions.defaults().withReplace(true).withForceConflicts(true);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ConfigMap settings(String value) {
        return edit(configMap("settings"), map -> map.setData(Map.of("key", value)));
    }

    private ConfigMap live() {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("settings")
                .get();
    }

    private RolloutResult runOther(RolloutOptions options, String value) {
        RolloutRequest request = new RolloutRequest(
                cluster.namespace, "other", List.of(settings(value)), TestCluster.DEFAULT_TIMEOUT, options);
        return TestCluster.await(cluster.engine.start(cluster.connection, request, cluster.events));
    }

    private void createForeign(Consumer<ConfigMap> change) {
        ConfigMap foreign = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(cluster.namespace)
                .endMetadata()
                .addToData("foreign", "data")
                .build();
        change.accept(foreign);
        cluster.admin().resource(foreign).create();
    }

    private void assertRefused(RolloutResult result, String message) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).isEqualTo("ConfigMap settings was refused: " + message);
        assertThat(result.objects()).isEmpty();
    }

    @Test
    void labelsOnlyTopLevelMetadata() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        String value = new Ownership(cluster.namespace, "web").labelValue();
        assertThat(value).hasSize(40);
        assertThat(cluster.liveDeployment().getMetadata().getLabels()).containsEntry(Ownership.LABEL, value);
        assertThat(cluster.liveDeployment()
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey(Ownership.LABEL);
    }

    @Test
    void applicationsOfSameNameInTwoNamespacesDiffer() {
        assertThat(new Ownership("a", "web").labelValue()).isNotEqualTo(new Ownership("b", "web").labelValue());
    }

    @Test
    void refusesObjectOfOtherApplicationUnlessAdopted() {
        assertThat(cluster.run(settings("web")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        String version = live().getMetadata().getResourceVersion();
        assertRefused(
                runOther(RolloutOptions.defaults(), "other"),
                "it belongs to another application, \""
                        + new Ownership(cluster.namespace, "web").labelValue()
                        + "\". Use another name, or set \"adopt\" to take it over.");
        assertThat(live().getMetadata().getResourceVersion()).isEqualTo(version);

        RolloutResult adopted = runOther(ADOPT, "other");
        assertThat(adopted.outcome()).as(adopted.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(live().getMetadata().getLabels())
                .containsEntry(Ownership.LABEL, new Ownership(cluster.namespace, "other").labelValue());
        assertRefused(
                cluster.run(settings("web")),
                "it belongs to another application, \""
                        + new Ownership(cluster.namespace, "other").labelValue()
                        + "\". Use another name, or set \"adopt\" to take it over.");
    }

    /** The refused object is in a later wave than the Service. */
    @Test
    void foreignObjectLeavesOtherObjectsUntouched() {
        cluster.run(settings("web"));
        RolloutRequest request = new RolloutRequest(
                cluster.namespace,
                "other",
                List.of(configMap("first"), settings("other")),
                TestCluster.DEFAULT_TIMEOUT,
                RolloutOptions.defaults());
        RolloutResult result = TestCluster.await(cluster.engine.start(cluster.connection, request, cluster.events));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .withName("first")
                        .get())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "annotation, meta.helm.sh/release-name, Helm",
        "annotation, argocd.argoproj.io/tracking-id, Argo CD",
        "label, kustomize.toolkit.fluxcd.io/name, Flux",
        "label, helm.toolkit.fluxcd.io/name, Flux"
    })
    void refusesObjectOfOtherToolEvenWithAdopt(String field, String key, String tool) {
        createForeign(map -> {
            if (field.equals("label")) {
                map.getMetadata().setLabels(Map.of(key, "shop"));
            } else {
                map.getMetadata().setAnnotations(Map.of(key, "shop"));
            }
        });
        assertRefused(
                cluster.run(ADOPT, settings("web")),
                tool + " manages this object (shop). Change it with " + tool + ", or first remove it from " + tool
                        + ".");
        assertThat(live().getData()).containsOnlyKeys("foreign");
    }

    @Test
    void refusesObjectWithControllerEvenWithAdopt() {
        createForeign(map -> map.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("example.com/v1")
                        .withKind("Database")
                        .withName("orders")
                        .withUid("00000000-0000-0000-0000-000000000000")
                        .withController(true)
                        .build())));
        assertRefused(
                cluster.run(ADOPT, settings("web")),
                "Database orders controls this object. Change Database orders instead.");
    }

    /** The output of a chart has this label too. */
    @Test
    void acceptsObjectThatOnlyNamesHelmAsManager() {
        createForeign(map -> map.getMetadata().setLabels(Map.of("app.kubernetes.io/managed-by", "Helm")));
        RolloutResult result = cluster.run(ADOPT, settings("web"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private Job liveJob() {
        return cluster.admin()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /** An apply keeps what others have set, but a replacement deletes it. */
    @ParameterizedTest
    @CsvSource({"nginx:1, false", "nginx:2, false", "nginx:2, true"})
    void replacesJobOfOtherClientOnlyWithAdopt(String image, boolean dryRun) {
        Job foreign = job(podTemplate("nginx:1"));
        foreign.getSpec().setSuspend(true);
        cluster.create(foreign);
        String uid = liveJob().getMetadata().getUid();
        RolloutOptions options = REPLACE.withDryRun(dryRun);

        RolloutResult refused = cluster.run(options, job(podTemplate(image)));

        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .isEqualTo("Job web was refused: a replacement would delete an object that this plugin has not"
                        + " created. Use another name, or set \"adopt\" to take it over.");
        assertThat(liveJob().getMetadata().getUid()).isEqualTo(uid);
        assertThat(liveJob().getMetadata().getLabels()).doesNotContainKey(Ownership.LABEL);

        RolloutResult adopted = cluster.run(options.withAdopt(true), job(podTemplate(image)));
        assertThat(adopted.outcome()).as(adopted.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(liveJob().getMetadata().getUid().equals(uid)).isEqualTo(dryRun);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacesObjectOfOtherClientWithImmutableFieldOnlyWithAdopt(boolean dryRun) {
        cluster.create(statefulSet(0, podTemplate("nginx:1"))
                .editSpec()
                .withServiceName("other")
                .endSpec()
                .build());
        RolloutResult refused = cluster.run(
                REPLACE.withDryRun(dryRun),
                statefulSet(0, podTemplate("nginx:1")).build());

        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .startsWith("StatefulSet web was refused: a replacement would delete an object that this plugin has not"
                        + " created.");
        assertThat(liveStatefulSet().getSpec().getServiceName()).isEqualTo("other");

        RolloutResult adopted = cluster.run(
                REPLACE.withAdopt(true).withDryRun(dryRun),
                statefulSet(0, podTemplate("nginx:1")).build());
        assertThat(adopted.outcome()).as(adopted.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(liveStatefulSet().getSpec().getServiceName()).isEqualTo(dryRun ? "other" : "web");
    }

    private StatefulSet liveStatefulSet() {
        return cluster.admin()
                .apps()
                .statefulSets()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /** The account may write objects, but not read them. */
    @ParameterizedTest
    @ValueSource(strings = {"services", "configmaps"})
    void refusesObjectOfOtherApplicationThatAccountCannotGet(String resource) {
        HasMetadata object = resource.equals("services") ? service(80) : settings("web");
        assertThat(cluster.run(object).outcome()).isEqualTo(Outcome.SUCCEEDED);
        String version = cluster.admin()
                .resource(object)
                .inNamespace(cluster.namespace)
                .get()
                .getMetadata()
                .getResourceVersion();
        // Without access to ConfigMaps there is no revision history, and each object is read before the first apply.
        cluster.grant(
                resource.equals("services")
                        ? new PolicyRule[] {
                            TestCluster.rule("", "services", "create", "patch"),
                            TestCluster.rule(
                                    "", "configmaps", "get", "list", "watch", "create", "patch", "update", "delete")
                        }
                        : new PolicyRule[] {TestCluster.rule("", "configmaps", "create", "patch")});
        RolloutResult refused;
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            refused = TestCluster.await(cluster.engine.start(
                    restricted,
                    new RolloutRequest(
                            cluster.namespace,
                            "other",
                            List.of(resource.equals("services") ? service(80) : settings("web")),
                            TestCluster.DEFAULT_TIMEOUT,
                            RolloutOptions.defaults()),
                    cluster.events));
        }

        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains("it belongs to another application, \"");
        assertThat(cluster.admin()
                        .resource(object)
                        .inNamespace(cluster.namespace)
                        .get()
                        .getMetadata()
                        .getResourceVersion())
                .isEqualTo(version);
    }
}
