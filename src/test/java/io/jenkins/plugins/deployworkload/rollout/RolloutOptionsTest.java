package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.claim;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The options of a rollout: detached, prune, replace, force conflicts, adopt and dry run. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RolloutOptionsTest {

    private static final RolloutOptions NONE = RolloutOptions.defaults();
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private void assertSucceeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private List<String> podUids() {
        return cluster.admin().pods().inNamespace(cluster.namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .toList();
    }

    @Test
    void detachedDeployIsNoRollbackTarget() {
        assertSucceeded(cluster.run(NONE.withDetached(true), deployment(1, podTemplate("nginx:1"))));
        assertThat(cluster.liveDeployment()).isNotNull();

        RolloutResult broken = cluster.run(
                NONE.withOnFailure(OnFailure.ROLLBACK), deployment(1, podTemplate("nginx:2", "failure", "run")));

        assertThat(broken.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(broken.message()).contains("Not rolled back: there is no earlier healthy revision");
    }

    @Test
    void prunesOnlyWhenEnabled() {
        assertSucceeded(cluster.run(service(80), claim(), deployment(1, podTemplate("nginx:1"))));
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:2"))));
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .anySatisfy(warning -> assertThat(warning.message())
                        .startsWith("No longer in the definition, but kept (set \"prune\" to delete them)")
                        .contains("Service web"));
        assertSucceeded(cluster.run(NONE.withPrune(true), deployment(1, podTemplate("nginx:3"))));
        assertThat(cluster.liveService()).isNull();
        assertThat(cluster.admin()
                        .persistentVolumeClaims()
                        .inNamespace(cluster.namespace)
                        .withName("data")
                        .get())
                .as("holds data")
                .isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Deleted.class))
                .extracting(event -> event.object().label())
                .containsExactly("Service web");
    }

    @Test
    void neverPrunesForeignObjects() {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        cluster.admin().resource(cluster.liveService()).delete();
        Service foreign = service(90);
        foreign.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(foreign).create();
        assertSucceeded(cluster.run(NONE.withPrune(true), deployment(1, podTemplate("nginx:2"))));
        assertThat(cluster.liveService()).isNotNull();
    }

    @Test
    void changingKindRequiresReplace() {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        RolloutResult refused =
                cluster.run(statefulSet(1, podTemplate("nginx:1")).build());
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).startsWith("Deployment web runs the pods of this workload");
        assertSucceeded(cluster.run(
                NONE.withReplace(true), statefulSet(1, podTemplate("nginx:1")).build()));
        assertThat(cluster.liveDeployment()).isNull();
    }

    @Test
    void replacingStatefulSetKeepsItsPods() {
        assertSucceeded(cluster.run(statefulSet(2, podTemplate("nginx:1")).build()));
        List<String> pods = podUids();
        HasMetadata changed = statefulSet(2, podTemplate("nginx:1"))
                .editSpec()
                .withServiceName("other")
                .endSpec()
                .build();
        RolloutResult refused = cluster.run(changed);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .containsAnyOf("field is immutable", "updates to statefulset spec for fields other than")
                .contains("Set \"replace\"");
        assertSucceeded(cluster.run(NONE.withReplace(true), changed));
        assertThat(cluster.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get()
                        .getSpec()
                        .getServiceName())
                .isEqualTo("other");
        assertThat(podUids()).as("pods stay").containsExactlyInAnyOrderElementsOf(pods);
    }

    @Test
    void replacesServiceAndSelectorOnlyWhenEnabled() {
        assertSucceeded(cluster.run(service(80), deployment(1, podTemplate("nginx:1"))));
        Service headless = edit(service(80), object -> object.getSpec().setClusterIP("None"));
        Deployment selecting = deployment(
                1,
                podTemplate(
                        "nginx:1",
                        template -> template.getMetadata().getLabels().put("more", "x")));
        selecting.getSpec().getSelector().getMatchLabels().put("more", "x");
        RolloutResult refused = cluster.run(headless, deployment(1, podTemplate("nginx:1")));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains("may not change once set").contains("replace");
        assertSucceeded(cluster.run(NONE.withReplace(true), headless, selecting));
        assertThat(cluster.liveService().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(cluster.liveDeployment().getSpec().getSelector().getMatchLabels())
                .containsKey("more");
    }

    @Test
    void changesDefaultedDeploymentStrategy() {
        DeploymentStrategy recreate = new DeploymentStrategy();
        recreate.setType("Recreate");
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));
        assertSucceeded(cluster.run(
                NONE.withDryRun(true),
                edit(
                        deployment(1, podTemplate("nginx:1")),
                        object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .contains(new FieldChange("spec.strategy.type", "RollingUpdate", "Recreate"));
        assertSucceeded(cluster.run(edit(
                deployment(1, podTemplate("nginx:2")),
                object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.liveDeployment().getSpec().getStrategy()).isEqualTo(recreate);
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:3"))));
        assertThat(cluster.liveDeployment().getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        assertSucceeded(cluster.run(edit(
                deployment(1, podTemplate("nginx:3")),
                object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.liveDeployment().getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getSubresource() == null && "deploy-workload".equals(entry.getManager()))
                .extracting(ManagedFieldsEntry::getOperation)
                .containsExactly("Apply");
    }

    @Test
    void changesDefaultedUpdateStrategy() {
        assertSucceeded(cluster.run(statefulSet(1, podTemplate("nginx:1")).build()));
        assertSucceeded(cluster.run(statefulSet(1, podTemplate("nginx:1"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec()
                .build()));
    }

    @Test
    void forcesConflictsOnlyWhenEnabled() {
        Deployment foreign = deployment(2, podTemplate("nginx:1"));
        foreign.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(foreign).fieldManager("somebody-else").serverSideApply();
        assertThat(cluster.run(deployment(3, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.REFUSED);
        assertSucceeded(cluster.run(NONE.withForceConflicts(true), deployment(3, podTemplate("nginx:1"))));
        assertThat(cluster.liveDeployment().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void adoptsObjectsCreatedWithKubectl() {
        createWithKubectl(Map.of("app", "web"));
        assertDryRunAdopts();
        assertSucceeded(cluster.run(NONE.withAdopt(true), deployment(1, podTemplate("nginx:2"))));
        Deployment adopted = cluster.liveDeployment();
        PodTemplateSpec template = adopted.getSpec().getTemplate();
        assertThat(adopted.getSpec().getSelector().getMatchLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(template.getMetadata().getLabels())
                .containsEntry("app", "web")
                .containsKey(RolloutRequest.NAME_LABEL);
        assertThat(template.getSpec().getContainers().getFirst().getEnv()).isEmpty();
        assertThat(adopted.getMetadata().getAnnotations()).doesNotContainKey(LAST_APPLIED);
        assertThat(adopted.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .contains("deploy-workload")
                .doesNotContain("kubectl-client-side-apply");
        // A later deploy of an adopted object does not need the option adopt.
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:3"))));
    }

    @Test
    void dryRunReportsChangesAndChangesNothing() {
        assertSucceeded(cluster.run(service(80), deployment(1, variable("nginx:1", "hush"))));
        List<Object> applied = TestObjects.applied(cluster.liveDeployment());
        HasMetadata secret = new SecretBuilder()
                .withMetadata(metadata())
                .addToStringData("password", "hush-hush")
                .build();
        RolloutResult result = cluster.run(
                NONE.withDryRun(true).withPrune(true), secret, deployment(2, variable("nginx:2", "hush-more")));
        assertSucceeded(result);
        assertThat(result.message()).contains("1 to create, 1 to update, 0 unchanged");
        assertThat(result.objects()).isEmpty();
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .filteredOn(event -> event.object().kind().equals("Deployment"))
                .singleElement()
                .satisfies(event -> assertThat(event.changes())
                        .containsExactlyInAnyOrder(
                                new FieldChange("spec.replicas", "1", "2"),
                                new FieldChange("spec.template.spec.containers[app].image", "nginx:1", "nginx:2"),
                                new FieldChange(
                                        "spec.template.spec.containers[app].env[KEY].value",
                                        FieldChange.MASKED,
                                        FieldChange.MASKED)));
        assertThat(cluster.events.all().toString()).doesNotContain("hush");
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("Service web");
        assertThat(TestObjects.applied(cluster.liveDeployment())).isEqualTo(applied);
        assertThat(cluster.liveService()).isNotNull();
        assertThat(cluster.admin()
                        .secrets()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get())
                .isNull();
    }

    @Test
    void dryRunOfJobReportsReplacement() {
        assertSucceeded(cluster.run(job(podTemplate("migrate:1"))));
        RolloutResult result = cluster.run(NONE.withDryRun(true), job(podTemplate("migrate:2")));
        assertSucceeded(result);
        assertThat(result.message()).contains("1 to create");
        assertThat(cluster.events.all(RolloutEvent.Deleted.class)).isEmpty();
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("Job web");
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .as("no defaults of the API server")
                .containsExactly(new FieldChange("spec.template.spec.containers[app].image", "migrate:1", "migrate:2"));
    }

    @Test
    void dryRunReportsReplacedObjectsWithImmutableFields() {
        assertSucceeded(cluster.run(
                service(80), statefulSet(1, variable("nginx:1", "hush")).build()));
        String address = cluster.liveService().getSpec().getClusterIP();
        assertSucceeded(cluster.run(
                NONE.withDryRun(true).withReplace(true),
                edit(service(81), object -> object.getSpec().setClusterIP("None")),
                statefulSet(1, podTemplate("nginx:1"))
                        .editSpec()
                        .withServiceName("other")
                        .endSpec()
                        .build()));
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label() + ": " + event.message())
                .as("older API servers name no field of a StatefulSet")
                .allSatisfy(line -> assertThat(line).contains("replace (immutable: spec"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("Service web: ").contains("spec.clusterIPs[0]"),
                        line -> assertThat(line).startsWith("StatefulSet web: "));
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .containsExactlyInAnyOrder(
                        new FieldChange("spec.clusterIP", address, "None"),
                        new FieldChange("spec.ports[80].port", "80", null),
                        new FieldChange("spec.ports[80].targetPort", "8080", null),
                        new FieldChange("spec.ports[81].port", null, "81"),
                        new FieldChange("spec.ports[81].targetPort", null, "8080"),
                        new FieldChange("spec.serviceName", "web", "other"),
                        new FieldChange("spec.template.spec.containers[app].env[KEY].name", "KEY", null),
                        new FieldChange("spec.template.spec.containers[app].env[KEY].value", FieldChange.MASKED, null));
        assertThat(cluster.liveService().getSpec().getClusterIP()).isEqualTo(address);
    }

    @Test
    void dryRunOfAnotherKindReportsSameAsDeploy() {
        assertSucceeded(cluster.run(deployment(1, podTemplate("nginx:1"))));

        RolloutResult refused = cluster.run(NONE.withDryRun(true), job(podTemplate("migrate:1")));
        RolloutResult dryRun = cluster.run(NONE.withDryRun(true).withReplace(true), job(podTemplate("migrate:1")));

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains(Messages.Preflight_otherKind("Deployment web"));
        assertSucceeded(dryRun);
        assertThat(cluster.events.all(RolloutEvent.WouldDelete.class))
                .extracting(event -> event.object().label())
                .containsExactly("Deployment web");
        assertThat(cluster.liveDeployment()).isNotNull();
    }

    /**
     * Creates a Deployment in the same way as client-side {@code kubectl apply}, with the given selector and an
     * additional environment variable.
     */
    private void createWithKubectl(Map<String, String> selector) {
        Deployment foreign = deployment(1, podTemplate("nginx:1", template -> {
            template.getMetadata().setLabels(selector);
            template.getSpec()
                    .getContainers()
                    .getFirst()
                    .setEnv(List.of(new EnvVarBuilder()
                            .withName("OLD")
                            .withValue("hush")
                            .build()));
        }));
        foreign.getMetadata().setNamespace(cluster.namespace);
        foreign.getMetadata().setLabels(Map.of("app", "web"));
        foreign.getSpec().getSelector().setMatchLabels(selector);
        String json = cluster.admin().getKubernetesSerialization().asJson(foreign);
        foreign.getMetadata().setAnnotations(Map.of(LAST_APPLIED, json));
        cluster.connection
                .apiClient()
                .send(
                        new ApiRequest(
                                "POST",
                                "/apis/apps/v1/namespaces/" + cluster.namespace + "/deployments",
                                Map.of("fieldManager", "kubectl-client-side-apply"),
                                "application/json",
                                cluster.admin().getKubernetesSerialization().asJson(foreign)),
                        Deployment.class)
                .join();
    }

    private void assertDryRunAdopts() {
        assertThat(cluster.run(NONE.withDryRun(true), deployment(1, podTemplate("nginx:2")))
                        .outcome())
                .as("without adopt")
                .isEqualTo(Outcome.REFUSED);
        assertSucceeded(cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(1, podTemplate("nginx:2"))));
        assertThat(cluster.events.all(RolloutEvent.WouldApply.class))
                .flatExtracting(RolloutEvent.WouldApply::changes)
                .contains(
                        new FieldChange("spec.template.spec.containers[app].image", "nginx:1", "nginx:2"),
                        new FieldChange("spec.template.spec.containers[app].env[OLD].value", FieldChange.MASKED, null),
                        new FieldChange("metadata.annotations[" + LAST_APPLIED + "]", FieldChange.MASKED, null),
                        new FieldChange("metadata.labels.app", "web", null))
                .noneMatch(change -> change.path().startsWith("spec.selector"))
                .noneMatch(change -> change.path().equals("spec.template.metadata.labels.app"));
        assertThat(cluster.events.all().toString()).doesNotContain("hush");
    }

    /** Selectors of Helm charts usually contain labels that this plugin also sets, but with other values. */
    @Test
    void podsKeepLabelsOfAdoptedSelector() {
        Map<String, String> helmLabels =
                Map.of("app.kubernetes.io/name", "chart", "app.kubernetes.io/instance", "prod");
        createWithKubectl(helmLabels);
        PodTemplateSpec labelled = podTemplate(
                "nginx:2", template -> template.getMetadata().getLabels().put("app.kubernetes.io/name", "web"));
        assertSucceeded(cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(1, labelled)));
        assertSucceeded(cluster.run(NONE.withAdopt(true), deployment(1, labelled)));
        assertThat(cluster.liveDeployment().getSpec().getSelector().getMatchLabels())
                .isEqualTo(helmLabels);
        assertThat(cluster.liveDeployment()
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .containsAllEntriesOf(helmLabels)
                .containsEntry(RolloutRequest.NAME_LABEL, "web");
        RolloutResult unchanged = cluster.run(deployment(1, labelled));
        assertSucceeded(unchanged);
        assertThat(unchanged.objects())
                .extracting(AppliedObject::operation)
                .containsOnly(AppliedObject.Operation.UNCHANGED);
    }

    @Test
    void dryRunDoesNotAdoptFieldsOfOtherManagers() {
        Deployment foreign = deployment(2, podTemplate("nginx:1"));
        foreign.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(foreign).fieldManager("somebody-else").serverSideApply();
        RolloutResult result =
                cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(3, podTemplate("nginx:1")));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("\"somebody-else\" owns .spec.replicas");
    }

    @Test
    void dryRunReportsInvalidReplacement() {
        assertSucceeded(cluster.run(job(podTemplate("migrate:1"))));
        RolloutResult result = cluster.run(
                NONE.withDryRun(true),
                job(podTemplate(
                        "migrate:2",
                        template ->
                                template.getSpec().getContainers().getFirst().setImagePullPolicy("Sometimes"))));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("imagePullPolicy");
    }

    private static PodTemplateSpec variable(String image, String value) {
        return podTemplate(
                image,
                template -> template.getSpec()
                        .getContainers()
                        .getFirst()
                        .setEnv(List.of(new EnvVarBuilder()
                                .withName("KEY")
                                .withValue(value)
                                .build())));
    }
}
