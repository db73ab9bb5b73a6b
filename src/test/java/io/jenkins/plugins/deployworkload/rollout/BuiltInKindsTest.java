package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.GenericKindsTest.yaml;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts of Kubernetes' own kinds as they are in manifests, without the label of a workload. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class BuiltInKindsTest {

    /** A cluster with long grace periods, because the volume controller checks some claims only every 15 seconds. */
    private final TestCluster cluster = new TestCluster(new GracePeriods(4));

    private final TestCluster impatientCluster = new TestCluster(new GracePeriods(0.001));
    /** The name of the cluster-scoped objects of this test, which no other test uses. */
    private final String ownName = cluster.namespace;

    @AfterEach
    void close() {
        cluster.admin().persistentVolumes().withName(ownName).delete();
        cluster.admin().storage().v1().storageClasses().withName(ownName).delete();
        cluster.close();
        impatientCluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static void succeeded(RolloutResult result, String message) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo(message);
    }

    /** @param annotations annotations that control how kwok runs the pod, as YAML */
    private static GenericKubernetesResource pod(String annotations) {
        return yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, annotations: %s}
                spec: {containers: [{name: app, image: 'nginx:1'}]}
                """.formatted(annotations));
    }

    @Test
    void podIsHealthyWhenReady() {
        RolloutResult result = cluster.run(pod("{}"));
        succeeded(result, "Pod web: running and ready");
        assertThat(result.objects())
                .singleElement()
                .satisfies(pod -> assertThat(pod.images()).containsEntry("app", "nginx:1"));
    }

    @Test
    void podThatCannotStartIsDiagnosed() {
        RolloutResult result = impatientCluster.run(pod("{deploy-workload.test/failure: image-invalid}"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
    }

    @Test
    void podMayUseServiceAccountOfTheSameDeploy() {
        GenericKubernetesResource pod = pod("{}");
        pod.<Map<String, Object>>get("spec").put("serviceAccountName", "robot");
        RolloutResult result =
                cluster.run(pod, yaml("{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}}"));
        succeeded(result, "Pod web: running and ready");
    }

    private static GenericKubernetesResource workload(String kind, String failure) {
        String template = """
                  template:
                    metadata:
                      labels: {app: shop, tier: front}
                      annotations: %s
                    spec: {restartPolicy: %s, containers: [{name: app, image: 'nginx:1'}]}
                """.formatted(
                        failure.isEmpty() ? "{}" : "{deploy-workload.test/failure: " + failure + "}",
                        kind.equals("Job") ? "Never" : "Always");
        return yaml("apiVersion: " + (kind.equals("Job") ? "batch/v1" : "apps/v1") + "\nkind: " + kind
                + "\nmetadata: {name: front}\nspec:\n"
                + (kind.equals("Job") ? "" : "  selector: {matchLabels: {app: shop, tier: front}}\n")
                + (kind.equals("StatefulSet") ? "  serviceName: front\n" : "")
                + template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job"})
    void podsAreFoundByTheSelectorOfTheirController(String kind) {
        RolloutResult result = impatientCluster.run(workload(kind, "image-invalid"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .filteredOn(finding -> finding.signal().equals("InvalidImageName"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.location().name()).startsWith("front-"));
    }

    @Test
    void podsAreFoundByExpressionsOfTheSelector() {
        GenericKubernetesResource deployment = workload("Deployment", "image-invalid");
        deployment
                .<Map<String, Object>>get("spec")
                .put(
                        "selector",
                        Map.of(
                                "matchExpressions",
                                List.of(Map.of("key", "app", "operator", "In", "values", List.of("shop")))));
        RolloutResult result = impatientCluster.run(deployment);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
    }

    @Test
    void podsOfAdoptedControllerAreFound() {
        GenericKubernetesResource foreign = workload("Deployment", "");
        foreign.getMetadata().setName("web");
        foreign.getMetadata().setNamespace(impatientCluster.namespace);
        impatientCluster.admin().resource(foreign).create();
        RolloutResult result = impatientCluster.run(
                RolloutOptions.defaults().withAdopt(true),
                TestObjects.deployment(1, TestObjects.podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings()).extracting(Finding::signal).contains("InvalidImageName");
    }

    @Test
    void podsOfOtherWorkloadsWithTheSameLabelAreIgnored() {
        GenericKubernetesResource other = workload("Deployment", "image-invalid");
        other.getMetadata().setName("other");
        other.getMetadata().setNamespace(impatientCluster.namespace);
        impatientCluster.admin().resource(other).create();
        RolloutResult result = impatientCluster.run(workload("StatefulSet", ""));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(impatientCluster.events.all(RolloutEvent.Found.class)).isEmpty();
    }

    @Test
    void applicationMayHaveSeveralControllers() {
        HasMetadata front = workload("Deployment", "");
        HasMetadata store = workload("StatefulSet", "");
        store.getMetadata().setName("store");
        RolloutResult first = cluster.run(front, store);
        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
        RolloutResult second = cluster.run(RolloutOptions.defaults().withPrune(true), front);
        assertThat(second.outcome()).as(second.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(cluster.namespace)
                        .withName("store")
                        .get())
                .isNull();
    }

    private GenericKubernetesResource claim() {
        return yaml("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec:
                  storageClassName: %s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                """.formatted(ownName));
    }

    private void createStorageClass(String provisioner, String bindingMode) {
        cluster.admin()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(ownName)
                        .endMetadata()
                        .withProvisioner(provisioner)
                        .withVolumeBindingMode(bindingMode)
                        .build())
                .create();
    }

    private void createVolume() {
        cluster.admin()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(ownName)
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName(ownName)
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", new Quantity("1Gi"))
                        .withNewHostPath("/data", null)
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void claimIsHealthyWhenBound() {
        createVolume();
        succeeded(cluster.run(claim()), "PersistentVolumeClaim data: bound to volume " + ownName);
    }

    @Test
    void claimWaitsForItsProvisioner() throws InterruptedException {
        createStorageClass("example.com/disk", "Immediate");
        Rollout rollout = cluster.start(claim());
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> event.message().equals("pending, example.com/disk provisions a volume"));
        rollout.stop("seen");
        assertThat(await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
    }

    /**
     * Waits until the controller of claims knows the StorageClass, which it learns of through a watch: with the first
     * claim, the controller reports that the claim waits for a pod.
     */
    private void awaitStorageClass() {
        GenericKubernetesResource first = claim();
        first.getMetadata().setName("first");
        impatientCluster.create(first);
        impatientCluster
                .admin()
                .v1()
                .events()
                .inNamespace(impatientCluster.namespace)
                .informOnCondition(
                        events -> events.stream().anyMatch(event -> "WaitForFirstConsumer".equals(event.getReason())))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    @Test
    void claimThatWaitsForAPodDoesNotBlock() {
        createStorageClass("kubernetes.io/no-provisioner", "WaitForFirstConsumer");
        awaitStorageClass();

        succeeded(impatientCluster.run(claim()), "PersistentVolumeClaim data: pending, because no pod uses it yet");
    }

    @Test
    void claimIsBoundByThePodOfTheSameDeploy() {
        createStorageClass("kubernetes.io/no-provisioner", "WaitForFirstConsumer");
        createVolume();
        GenericKubernetesResource pod = pod("{}");
        pod.<Map<String, Object>>get("spec")
                .put("volumes", List.of(Map.of("name", "data", "persistentVolumeClaim", Map.of("claimName", "data"))));
        succeeded(
                cluster.run(claim(), pod),
                "PersistentVolumeClaim data: bound to volume %s; Pod web: running and ready".formatted(ownName));
    }

    @Test
    void loadBalancerIsHealthyWhenItHasAnAddress() throws InterruptedException {
        Rollout rollout = cluster.start(yaml("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {type: LoadBalancer, selector: {app: shop}, ports: [{port: 80}]}
                """));
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> event.message().equals("waiting for the address of the load balancer"));
        cluster.admin()
                .services()
                .inNamespace(cluster.namespace)
                .withName("web")
                .editStatus(service -> new ServiceBuilder(service)
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp("10.0.0.1")
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build());
        succeeded(await(rollout), "Service web: load balancer at 10.0.0.1");
    }

    @Test
    void budgetIsHealthyWhenItsControllerHasObservedIt() {
        succeeded(cluster.run(yaml("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: web}
                        spec: {minAvailable: 3, selector: {matchLabels: {app: shop}}}
                        """)), "PodDisruptionBudget web: in effect, no disruptions allowed");
    }

    @Test
    void namespaceOfTheDeployIsCreatedFirst() {
        String namespace = "created-" + UUID.randomUUID();
        List<HasMetadata> objects = List.of(
                workload("Deployment", ""),
                yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}"),
                yaml("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace)));
        try {
            RolloutResult result = await(cluster.engine.start(
                    cluster.connection,
                    new RolloutRequest(namespace, "web", objects, TestCluster.DEFAULT_TIMEOUT),
                    cluster.events));
            succeeded(result, "Deployment front: 1 of 1 replicas updated and available");
            assertThat(result.objects())
                    .extracting(AppliedObject::operation)
                    .containsOnly(AppliedObject.Operation.CREATED);
        } finally {
            cluster.admin().namespaces().withName(namespace).delete();
        }
    }

    /** An account that may not bind every role can only bind a role that exists. */
    @Test
    void roleIsCreatedBeforeItsBinding() {
        try (TestCluster limited = new TestCluster(SharedControlPlane.get().tokenFor("deployer"))) {
            limited.grant(
                    rule("", "configmaps", "get", "list", "watch", "create", "patch", "update"),
                    rule("rbac.authorization.k8s.io", "roles", "get", "list", "create", "patch"),
                    rule("rbac.authorization.k8s.io", "rolebindings", "get", "list", "create", "patch"));
            RolloutResult result = limited.run(yaml("""
                            apiVersion: rbac.authorization.k8s.io/v1
                            kind: RoleBinding
                            metadata: {name: reader}
                            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                            subjects: [{kind: ServiceAccount, name: default}]
                            """), yaml("""
                            apiVersion: rbac.authorization.k8s.io/v1
                            kind: Role
                            metadata: {name: reader}
                            rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
                            """));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }
}
