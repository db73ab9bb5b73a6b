package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.job;
import static io.jenkins.plugins.deployworkload.rollout.Objects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.service;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.jenkins.plugins.deployworkload.connection.ApiRequest;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("control-plane")
@Timeout(300)
class RolloutOptionsTest {

    private static final RolloutOptions NONE = RolloutOptions.defaults();
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private void success(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    private Service liveService() {
        return cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get();
    }

    private List<String> podUids() {
        return cluster.admin().pods().inNamespace(cluster.namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .toList();
    }

    private static PersistentVolumeClaim claim() {
        PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
        claim.getMetadata().setName("data");
        return claim;
    }

    @Test
    void whatIsNotWaitedForIsAppliedAndIsNoRevisionToGoBackTo() {
        success(cluster.run(NONE.withDetached(true), deployment(1, pod("nginx:1"))));
        assertThat(cluster.live()).isNotNull();

        RolloutResult broken =
                cluster.run(NONE.withOnFailure(OnFailure.ROLLBACK), deployment(1, pod("nginx:2", "failure", "crash")));

        assertThat(broken.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(broken.message()).contains("no earlier revision that was seen to run");
    }

    @Test
    void whatIsNoLongerDescribedGoesOnlyWhenAsked() {
        success(cluster.run(service(80), claim(), deployment(1, pod("nginx:1"))));
        success(cluster.run(deployment(1, pod("nginx:2"))));
        assertThat(liveService()).isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .anySatisfy(warning -> assertThat(warning.message())
                        .startsWith("No longer described, and left as they are")
                        .contains("Service web"));
        success(cluster.run(NONE.withPrune(true), deployment(1, pod("nginx:3"))));
        assertThat(liveService()).isNull();
        assertThat(cluster.admin()
                        .persistentVolumeClaims()
                        .inNamespace(cluster.namespace)
                        .withName("data")
                        .get())
                .as("holds data")
                .isNotNull();
        assertThat(cluster.events.all(RolloutEvent.Removed.class))
                .extracting(event -> event.object().label())
                .containsExactly("Service web");
    }

    @Test
    void whatSomebodyElseMadeInTheMeantimeIsNeverPruned() {
        success(cluster.run(service(80), deployment(1, pod("nginx:1"))));
        cluster.admin().resource(liveService()).delete();
        Service theirs = service(90);
        theirs.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(theirs).create();
        success(cluster.run(NONE.withPrune(true), deployment(1, pod("nginx:2"))));
        assertThat(liveService()).isNotNull();
    }

    @Test
    void anotherKindIsAReplacement() {
        success(cluster.run(deployment(1, pod("nginx:1"))));
        RolloutResult refused = cluster.run(statefulSet(1, pod("nginx:1")).build());
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).startsWith("Deployment web makes the pods of this workload");
        success(cluster.run(
                NONE.withRecreate(true), statefulSet(1, pod("nginx:1")).build()));
        assertThat(cluster.live()).isNull();
    }

    @Test
    void statefulSetIsReplacedUnderItsPods() {
        success(cluster.run(statefulSet(2, pod("nginx:1")).build()));
        List<String> pods = podUids();
        HasMetadata changed = statefulSet(2, pod("nginx:1"))
                .editSpec()
                .withServiceName("other")
                .endSpec()
                .build();
        RolloutResult refused = cluster.run(changed);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message())
                .containsAnyOf("field is immutable", "updates to statefulset spec for fields other than")
                .contains("Deployed with \"recreate\"");
        success(cluster.run(NONE.withRecreate(true), changed));
        assertThat(cluster.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get()
                        .getSpec()
                        .getServiceName())
                .isEqualTo("other");
        assertThat(podUids()).as("pods run on").containsExactlyInAnyOrderElementsOf(pods);
    }

    @Test
    void serviceAndSelectorAreReplacedWhenAsked() {
        success(cluster.run(service(80), deployment(1, pod("nginx:1"))));
        Service headless = with(service(80), object -> object.getSpec().setClusterIP("None"));
        Deployment selecting = deployment(
                1, pod("nginx:1", template -> template.getMetadata().getLabels().put("more", "x")));
        selecting.getSpec().getSelector().getMatchLabels().put("more", "x");
        RolloutResult refused = cluster.run(headless, deployment(1, pod("nginx:1")));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains("may not change once set").contains("recreate");
        success(cluster.run(NONE.withRecreate(true), headless, selecting));
        assertThat(liveService().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(cluster.live().getSpec().getSelector().getMatchLabels()).containsKey("more");
    }

    @Test
    void strategyThatWasNeverSaidGivesWayToAnother() {
        DeploymentStrategy recreate = new DeploymentStrategy();
        recreate.setType("Recreate");
        success(cluster.run(deployment(1, pod("nginx:1"))));
        success(cluster.run(
                NONE.withDryRun(true),
                with(deployment(1, pod("nginx:1")), object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.events.all(RolloutEvent.WouldChange.class))
                .flatExtracting(RolloutEvent.WouldChange::changes)
                .contains(new Change("spec.strategy.type", "RollingUpdate", "Recreate"));
        success(cluster.run(
                with(deployment(1, pod("nginx:2")), object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.live().getSpec().getStrategy()).isEqualTo(recreate);
        success(cluster.run(deployment(1, pod("nginx:3"))));
        assertThat(cluster.live().getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        success(cluster.run(
                with(deployment(1, pod("nginx:3")), object -> object.getSpec().setStrategy(recreate))));
        assertThat(cluster.live().getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getSubresource() == null && "deploy-workload".equals(entry.getManager()))
                .extracting(ManagedFieldsEntry::getOperation)
                .containsExactly("Apply");
    }

    @Test
    void updateStrategyThatWasNeverSaidGivesWayToAnother() {
        success(cluster.run(statefulSet(1, pod("nginx:1")).build()));
        success(cluster.run(statefulSet(1, pod("nginx:1"))
                .editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec()
                .build()));
    }

    @Test
    void conflictIsForcedOnlyWhenAsked() {
        Deployment theirs = deployment(2, pod("nginx:1"));
        theirs.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(theirs).fieldManager("somebody-else").serverSideApply();
        assertThat(cluster.run(deployment(3, pod("nginx:1"))).outcome()).isEqualTo(Outcome.REFUSED);
        success(cluster.run(NONE.withForceConflicts(true), deployment(3, pod("nginx:1"))));
        assertThat(cluster.live().getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void whatWasMadeWithKubectlIsAdoptedCleanly() {
        madeWithKubectl(Map.of("app", "web"));
        dryRunWhereAdopting();
        success(cluster.run(NONE.withAdopt(true), deployment(1, pod("nginx:2"))));
        Deployment adopted = cluster.live();
        PodTemplateSpec template = adopted.getSpec().getTemplate();
        assertThat(adopted.getSpec().getSelector().getMatchLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(template.getMetadata().getLabels())
                .containsEntry("app", "web")
                .containsKey(Rollout.NAME_LABEL);
        assertThat(template.getSpec().getContainers().getFirst().getEnv()).isEmpty();
        assertThat(adopted.getMetadata().getAnnotations()).doesNotContainKey(LAST_APPLIED);
        assertThat(adopted.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .contains("deploy-workload")
                .doesNotContain("kubectl-client-side-apply");
        // From then on it is like any other.
        success(cluster.run(deployment(1, pod("nginx:3"))));
    }

    @Test
    void dryRunSaysWhatWouldChangeAndChangesNothing() {
        success(cluster.run(service(80), deployment(1, variable("nginx:1", "hush"))));
        String version = cluster.live().getMetadata().getResourceVersion();
        HasMetadata secret = new SecretBuilder()
                .withMetadata(metadata())
                .addToStringData("password", "hush-hush")
                .build();
        RolloutResult result = cluster.run(
                NONE.withDryRun(true).withPrune(true), secret, deployment(2, variable("nginx:2", "hush-more")));
        success(result);
        assertThat(result.message()).contains("1 would be created, 1 changed, 0 stay as they are");
        assertThat(result.objects()).isEmpty();
        assertThat(cluster.events.all(RolloutEvent.WouldChange.class))
                .filteredOn(event -> event.object().kind().equals("Deployment"))
                .singleElement()
                .satisfies(event -> assertThat(event.changes())
                        .containsExactlyInAnyOrder(
                                new Change("spec.replicas", "1", "2"),
                                new Change("spec.template.spec.containers[app].image", "nginx:1", "nginx:2"),
                                new Change(
                                        "spec.template.spec.containers[app].env[KEY].value",
                                        Change.MASKED,
                                        Change.MASKED)));
        assertThat(cluster.events.all().toString()).doesNotContain("hush");
        assertThat(cluster.events.all(RolloutEvent.WouldRemove.class))
                .extracting(event -> event.object().label())
                .containsExactly("Service web");
        assertThat(cluster.live().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(liveService()).isNotNull();
        assertThat(cluster.admin()
                        .secrets()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get())
                .isNull();
    }

    @Test
    void dryRunOfWhatWouldBeReplaced() {
        success(cluster.run(job(pod("migrate:1"))));
        RolloutResult result = cluster.run(NONE.withDryRun(true), job(pod("migrate:2")));
        success(result);
        assertThat(result.message()).contains("1 would be created");
        assertThat(cluster.events.all(RolloutEvent.Removed.class)).isEmpty();
        assertThat(cluster.events.all(RolloutEvent.WouldRemove.class))
                .extracting(event -> event.object().label())
                .containsExactly("Job web");
        assertThat(cluster.events.all(RolloutEvent.WouldChange.class))
                .flatExtracting(RolloutEvent.WouldChange::changes)
                .as("nothing that the server has put in")
                .containsExactly(new Change("spec.template.spec.containers[app].image", "migrate:1", "migrate:2"));
    }

    @Test
    void dryRunOfAReplacementSaysWhatGoesAndWhy() {
        success(cluster.run(
                service(80), statefulSet(1, variable("nginx:1", "hush")).build()));
        String address = liveService().getSpec().getClusterIP();
        success(cluster.run(
                NONE.withDryRun(true).withRecreate(true),
                with(service(81), object -> object.getSpec().setClusterIP("None")),
                statefulSet(1, pod("nginx:1"))
                        .editSpec()
                        .withServiceName("other")
                        .endSpec()
                        .build()));
        assertThat(cluster.events.all(RolloutEvent.WouldRemove.class))
                .extracting(event -> event.object().label() + ": " + event.message())
                .as("older API servers name no field of a StatefulSet")
                .allSatisfy(line -> assertThat(line)
                        .contains("cannot be changed in spec")
                        .endsWith("would be deleted, and made again"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("Service web: ").contains("spec.clusterIPs[0]"),
                        line -> assertThat(line).startsWith("StatefulSet web: "));
        assertThat(cluster.events.all(RolloutEvent.WouldChange.class))
                .flatExtracting(RolloutEvent.WouldChange::changes)
                .containsExactlyInAnyOrder(
                        new Change("spec.clusterIP", address, "None"),
                        new Change("spec.ports[80].port", "80", null),
                        new Change("spec.ports[80].targetPort", "8080", null),
                        new Change("spec.ports[81].port", null, "81"),
                        new Change("spec.ports[81].targetPort", null, "8080"),
                        new Change("spec.serviceName", "web", "other"),
                        new Change("spec.template.spec.containers[app].env[KEY].name", "KEY", null),
                        new Change("spec.template.spec.containers[app].env[KEY].value", Change.MASKED, null));
        assertThat(liveService().getSpec().getClusterIP()).isEqualTo(address);
    }

    @Test
    void dryRunOfAnotherKindSaysWhatADeployWouldSay() {
        success(cluster.run(deployment(1, pod("nginx:1"))));

        RolloutResult refused = cluster.run(NONE.withDryRun(true), job(pod("migrate:1")));
        RolloutResult asked = cluster.run(NONE.withDryRun(true).withRecreate(true), job(pod("migrate:1")));

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains(Messages.Rollout_former("Deployment web"));
        success(asked);
        assertThat(cluster.events.all(RolloutEvent.WouldRemove.class))
                .extracting(event -> event.object().label())
                .containsExactly("Deployment web");
        assertThat(cluster.live()).isNotNull();
    }

    /** A Deployment of another selector and with a variable more, in the way of kubectl's own apply. */
    private void madeWithKubectl(Map<String, String> selector) {
        Deployment theirs = deployment(1, pod("nginx:1", template -> {
            template.getMetadata().setLabels(selector);
            template.getSpec()
                    .getContainers()
                    .getFirst()
                    .setEnv(List.of(new EnvVarBuilder()
                            .withName("OLD")
                            .withValue("hush")
                            .build()));
        }));
        theirs.getMetadata().setNamespace(cluster.namespace);
        theirs.getMetadata().setLabels(Map.of("app", "web"));
        theirs.getSpec().getSelector().setMatchLabels(selector);
        String whole = cluster.admin().getKubernetesSerialization().asJson(theirs);
        theirs.getMetadata().setAnnotations(Map.of(LAST_APPLIED, whole));
        cluster.connection
                .requests()
                .send(
                        new ApiRequest(
                                "POST",
                                "/apis/apps/v1/namespaces/" + cluster.namespace + "/deployments",
                                Map.of("fieldManager", "kubectl-client-side-apply"),
                                "application/json",
                                cluster.admin().getKubernetesSerialization().asJson(theirs)),
                        Deployment.class)
                .join();
    }

    private void dryRunWhereAdopting() {
        assertThat(cluster.run(NONE.withDryRun(true), deployment(1, pod("nginx:2")))
                        .outcome())
                .as("not unasked")
                .isEqualTo(Outcome.REFUSED);
        success(cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(1, pod("nginx:2"))));
        assertThat(cluster.events.all(RolloutEvent.WouldChange.class))
                .flatExtracting(RolloutEvent.WouldChange::changes)
                .contains(
                        new Change("spec.template.spec.containers[app].image", "nginx:1", "nginx:2"),
                        new Change("spec.template.spec.containers[app].env[OLD].value", Change.MASKED, null),
                        new Change("metadata.annotations[" + LAST_APPLIED + "]", Change.MASKED, null),
                        new Change("metadata.labels.app", "web", null))
                .noneMatch(change -> change.path().startsWith("spec.selector"))
                .noneMatch(change -> change.path().equals("spec.template.metadata.labels.app"));
        assertThat(cluster.events.all().toString()).doesNotContain("hush");
    }

    /** As the usual chart of Helm selects: by a label that the product sets too, to another value. */
    @Test
    void podsKeepWhatTheSelectorOfAnAdoptedObjectAsksFor() {
        Map<String, String> chart = Map.of("app.kubernetes.io/name", "chart", "app.kubernetes.io/instance", "prod");
        madeWithKubectl(chart);
        PodTemplateSpec named =
                pod("nginx:2", template -> template.getMetadata().getLabels().put("app.kubernetes.io/name", "web"));
        success(cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(1, named)));
        success(cluster.run(NONE.withAdopt(true), deployment(1, named)));
        assertThat(cluster.live().getSpec().getSelector().getMatchLabels()).isEqualTo(chart);
        assertThat(cluster.live().getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(chart)
                .containsEntry(Rollout.NAME_LABEL, "web");
        RolloutResult again = cluster.run(deployment(1, named));
        success(again);
        assertThat(again.objects()).extracting(RolledObject::operation).containsOnly(RolledObject.Operation.UNCHANGED);
    }

    @Test
    void whatSomebodyElseManagesIsNotAdoptedInADryRunEither() {
        Deployment theirs = deployment(2, pod("nginx:1"));
        theirs.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(theirs).fieldManager("somebody-else").serverSideApply();
        RolloutResult result = cluster.run(NONE.withDryRun(true).withAdopt(true), deployment(3, pod("nginx:1")));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("\"somebody-else\" manages .spec.replicas");
    }

    @Test
    void dryRunOfAReplacementSaysWhatWouldBeRefused() {
        success(cluster.run(job(pod("migrate:1"))));
        RolloutResult result = cluster.run(
                NONE.withDryRun(true),
                job(pod(
                        "migrate:2",
                        template ->
                                template.getSpec().getContainers().getFirst().setImagePullPolicy("Sometimes"))));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("imagePullPolicy");
    }

    private static PodTemplateSpec variable(String image, String value) {
        return pod(
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
