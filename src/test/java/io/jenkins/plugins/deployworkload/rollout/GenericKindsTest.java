package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.CustomKinds;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rollouts of kinds that only the API server knows. The tests write the status of custom resources themselves. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class GenericKindsTest {

    private final TestCluster cluster = new TestCluster();
    private final TestCluster impatientCluster = new TestCluster(new GracePeriods(0.001));
    private final String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".example.com";

    @AfterEach
    void close() {
        cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("widgets." + group)
                .delete();
        cluster.close();
        impatientCluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    static GenericKubernetesResource yaml(String text) {
        // Without the first line, a text in braces would be read as JSON.
        return Serialization.unmarshal("---\n" + text, GenericKubernetesResource.class);
    }

    /** @param subresources the subresources, as YAML */
    private GenericKubernetesResource definition(String subresources) {
        return yaml("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: Widget, plural: widgets}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      subresources: %2$s
                      schema:
                        openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """.formatted(group, subresources));
    }

    private GenericKubernetesResource widget(int size) {
        return yaml(
                "{apiVersion: %s/v1, kind: Widget, metadata: {name: web}, spec: {size: %d}}".formatted(group, size));
    }

    private ResourceDefinitionContext widgets() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind("Widget")
                .withPlural("widgets")
                .withNamespaced(true)
                .build();
    }

    private GenericKubernetesResource liveWidget() {
        return cluster.admin()
                .genericKubernetesResources(widgets())
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    /** Writes the status as a controller does. */
    private void writeStatus(TestCluster target, String status) {
        target.admin()
                .genericKubernetesResources(widgets())
                .inNamespace(target.namespace)
                .withName("web")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(yaml("{apiVersion: v1, kind: Patch, status: %s}".formatted(status))
                                .getAdditionalProperties()));
    }

    private void createDefinition(String subresources) {
        CustomKinds.install(
                cluster.admin(),
                Serialization.unmarshal(
                        Serialization.asJson(definition(subresources)), CustomResourceDefinition.class));
    }

    private void awaitProgress(TestCluster target, String message) throws InterruptedException {
        target.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals(message));
    }

    private static void succeeded(RolloutResult result, String message) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo(message);
    }

    @Test
    void deploysDefinitionWithItsCustomResource() {
        RolloutResult result = cluster.run(widget(1), definition("{}"), TestCluster.configMap("settings"));
        succeeded(
                result,
                "Widget web: applied, status unknown; CustomResourceDefinition widgets.%s: established"
                        .formatted(group));
        assertThat(result.objects())
                .extracting(AppliedObject::kind)
                .containsExactly("Widget", "CustomResourceDefinition", "ConfigMap");
        assertThat(liveWidget().<Integer>get("spec", "size")).isEqualTo(1);
        RolloutResult repeated = cluster.run(widget(1), definition("{}"), TestCluster.configMap("settings"));
        assertThat(repeated.outcome()).as(repeated.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(repeated.objects()).extracting(AppliedObject::operation).containsOnly(Operation.UNCHANGED);
    }

    @Test
    void dryRunOfDefinitionWithItsCustomResourceWritesNothing() {
        RolloutResult result = cluster.run(RolloutOptions.defaults().withDryRun(true), definition("{}"), widget(1));
        succeeded(result, "Dry run, nothing was changed: 2 to create, 0 to update, 0 unchanged.");
        assertThat(cluster.admin()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("widgets." + group)
                        .get())
                .isNull();
    }

    @Test
    void customResourceIsHealthyWhenReady() throws InterruptedException {
        createDefinition("{status: {}}");
        Rollout rollout = cluster.start(widget(1));
        awaitProgress(cluster, "waiting for the first status of the controller");
        writeStatus(
                cluster,
                "{observedGeneration: 1, conditions: [{type: Ready, status: 'False', reason: Pending, message: no size}]}");
        awaitProgress(cluster, "not Ready (Pending: no size)");
        writeStatus(cluster, "{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}");
        succeeded(await(rollout), "Widget web: Ready");

        Rollout update = cluster.start(widget(2));
        awaitProgress(cluster, "waiting for the controller to observe the change");
        writeStatus(cluster, "{observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}");
        succeeded(await(update), "Widget web: Ready");
    }

    @Test
    void stalledCustomResourceFailsAndIsRolledBack() throws InterruptedException {
        createDefinition("{status: {}}");
        Rollout first = cluster.start(widget(1));
        awaitProgress(cluster, "waiting for the first status of the controller");
        writeStatus(cluster, "{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}");
        succeeded(await(first), "Widget web: Ready");

        Rollout rollout =
                cluster.start(RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK), widget(2));
        awaitProgress(cluster, "waiting for the controller to observe the change");
        writeStatus(cluster, "{observedGeneration: 2, conditions: [{type: Stalled, status: 'True', reason: BadSize}]}");
        cluster.events.await(RolloutEvent.RollingBack.class, event -> true);
        cluster.admin()
                .genericKubernetesResources(widgets())
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(found -> found.get("spec", "size").equals(1), 1, TimeUnit.MINUTES);
        writeStatus(
                cluster,
                "{observedGeneration: 3, conditions: [{type: Ready, status: 'True'}, {type: Stalled, status: 'False'}]}");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .startsWith("Widget web: stalled (BadSize).")
                .endsWith("Rolled back to the last healthy revision: Widget web: Ready.");
    }

    @Test
    void statusWithoutConditionsIsUnknownAfterSomeTime() {
        createDefinition("{status: {}}");
        succeeded(impatientCluster.run(widget(1)), "Widget web: applied, status unknown");
    }

    @Test
    void statusIsNotAwaitedIfTheControllerHasNeverWrittenOne() {
        createDefinition("{status: {}}");
        impatientCluster.run(widget(1));
        assertThat(waitsForFirstStatus()).isEqualTo(1);

        succeeded(impatientCluster.run(widget(2)), "Widget web: applied, status unknown");
        assertThat(waitsForFirstStatus()).as("no further wait").isEqualTo(1);
    }

    private long waitsForFirstStatus() {
        return impatientCluster.events.all(RolloutEvent.Progress.class).stream()
                .filter(event -> event.message().equals("waiting for the first status of the controller"))
                .count();
    }

    @Test
    void resumedRolloutWaitsForCustomResource() throws InterruptedException {
        createDefinition("{status: {}}");
        Rollout rollout = cluster.start(widget(1));
        awaitProgress(cluster, "waiting for the first status of the controller");
        try (TestCluster otherProcess = new TestCluster(cluster)) {
            Rollout resumed =
                    otherProcess.engine.resume(otherProcess.connection, rollout.checkpoint(), otherProcess.events);
            awaitProgress(otherProcess, "waiting for the first status of the controller");
            writeStatus(cluster, "{conditions: [{type: Ready, status: 'True'}]}");
            succeeded(await(resumed), "Widget web: Ready");
        }
        await(rollout);
    }

    /** While discovery fails after a restart, the kind of a custom resource is not known, and thus its status. */
    @Test
    void resumedRolloutDoesNotSucceedWhileDiscoveryFails() throws Exception {
        createDefinition("{status: {}}");
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, widget(1));
        awaitProgress(cluster, "waiting for the first status of the controller");
        RolloutCheckpoint checkpoint = rollout.checkpoint();
        rollout.stop("restart");
        await(rollout);
        try (ProxiedConnection proxied = new ProxiedConnection(cluster)) {
            proxied.proxy.fail(
                    request -> request.path().equals("/api") || request.path().equals("/apis"));
            Rollout resumed = proxied.resume(checkpoint);
            proxied.events.await(RolloutEvent.Warning.class, event -> true);
            cluster.expireTimeouts();
            RolloutResult result = await(resumed);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(result.message()).contains("The current status is unknown", "HTTP 503");
        }
    }

    @Test
    void unknownKindsAreRefusedBeforeAnythingIsWritten() {
        ConfigMap settings = TestCluster.configMap("settings");
        GenericKubernetesResource oldCronJob =
                yaml("{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: nightly}}");
        RolloutResult result = cluster.run(settings, widget(1), oldCronJob);
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message())
                .isEqualTo(
                        "Widget web: the API server does not serve the kind Widget in %s/v1. Correct apiVersion and kind, or first install the CustomResourceDefinition of the kind. CronJob nightly: the API server does not serve the kind CronJob in batch/v1beta1, but in batch/v1. Correct apiVersion."
                                .formatted(group));
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsOnly("kube-root-ca.crt");
    }

    @Test
    void definitionThatIsNewerThanTheCacheIsFound() {
        assertThat(cluster.run(widget(1)).outcome()).isEqualTo(Outcome.REFUSED);
        createDefinition("{}");
        succeeded(cluster.run(widget(1)), "Widget web: applied, status unknown");
    }

    @Test
    void fieldOfWrongTypeIsRefused() {
        RolloutResult result = cluster.run(
                yaml("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: [1]}}"));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).startsWith("Deployment web: a field has a value of the wrong type: ");
    }

    @Test
    void accountOfOneNamespaceDeploysCustomResource() throws InterruptedException {
        createDefinition("{status: {}}");
        try (TestCluster limited = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            limited.grant(
                    rule(group, "widgets", "get", "list", "watch", "create", "patch"),
                    rule("", "configmaps", "get", "list", "watch", "create", "patch", "update"));
            Rollout rollout = limited.start(widget(1));
            awaitProgress(limited, "waiting for the first status of the controller");
            writeStatus(limited, "{conditions: [{type: Ready, status: 'True'}]}");
            succeeded(await(rollout), "Widget web: Ready");
        }
    }

    @Test
    void customResourceThatTheAccountMayNotWatchHasUnknownStatus() {
        createDefinition("{status: {}}");
        try (TestCluster limited = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            limited.grant(
                    rule(group, "widgets", "get", "create", "patch"),
                    rule("", "configmaps", "get", "list", "watch", "create", "patch", "update"));
            RolloutResult result = limited.run(widget(1));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.message())
                    .startsWith("Widget web: applied, status unknown (")
                    .contains("deployer")
                    .contains("widgets");
            assertThat(limited.events.all(RolloutEvent.Warning.class))
                    .anySatisfy(warning -> assertThat(warning.message())
                            .startsWith("Limited diagnostics: no permission to watch widgets."));
        }
    }

    @Test
    void pruneKeepsDefinitionsAndDeletesOtherClusterObjects() {
        HasMetadata role = yaml(
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s}}".formatted(group));
        RolloutResult first = cluster.run(definition("{}"), widget(1), role, TestCluster.configMap("settings"));
        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult result =
                cluster.run(RolloutOptions.defaults().withPrune(true), TestCluster.configMap("settings"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(liveWidget()).isNull();
        assertThat(cluster.admin().rbac().clusterRoles().withName(group).get()).isNull();
        assertThat(cluster.admin()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("widgets." + group)
                        .get())
                .isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains("No longer in the definition, but kept because they hold data (name their"
                        + " kinds in \"pruneKinds\" to delete them): CustomResourceDefinition widgets."
                        + group);
    }

    @Test
    void rollbackDeletesNewCustomResourceAndKeepsDefinition() throws InterruptedException {
        assertThat(cluster.run(TestCluster.configMap("settings")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        Rollout rollout = cluster.start(
                RolloutOptions.defaults().withOnFailure(RolloutOptions.OnFailure.ROLLBACK),
                TestCluster.configMap("settings"),
                definition("{status: {}}"),
                widget(1));
        awaitProgress(cluster, "waiting for the first status of the controller");
        writeStatus(cluster, "{conditions: [{type: Stalled, status: 'True', reason: BadSize}]}");
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(liveWidget()).isNull();
        assertThat(cluster.admin()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("widgets." + group)
                        .get())
                .isNotNull();
    }

    @Test
    void conflictingDefinitionFails() {
        createDefinition("{}");
        GenericKubernetesResource conflicting = yaml(Serialization.asYaml(definition("{}"))
                .replace("name: \"widgets." + group, "name: \"gadgets." + group)
                .replace("plural: \"widgets", "plural: \"gadgets"));
        try {
            RolloutResult result = cluster.run(conflicting, TestCluster.configMap("settings"));
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.message())
                    .startsWith("CustomResourceDefinition gadgets." + group
                            + ": not served, because its names are not accepted (");
        } finally {
            cluster.admin()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("gadgets." + group)
                    .delete();
        }
    }
}
