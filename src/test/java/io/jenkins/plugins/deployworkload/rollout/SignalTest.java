package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.job;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static io.jenkins.plugins.deployworkload.rollout.Objects.statefulSet;
import static io.jenkins.plugins.deployworkload.rollout.Objects.with;
import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure is made real, by the controllers or as a kubelet would show it, and its reason asked for. */
@Tag("control-plane")
@Timeout(300)
class SignalTest {

    /** No test has minutes: what may stand for a minute may stand for 50 milliseconds. */
    private final TestCluster cluster = new TestCluster(new Graces(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec failing(String failure) {
        return pod("nginx:1", "failure", failure);
    }

    private void create(HasMetadata object) {
        object.getMetadata().setNamespace(cluster.namespace);
        cluster.admin().resource(object).create();
    }

    private Finding failed(HasMetadata object, String signal) {
        RolloutResult result = cluster.run(object);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        Finding finding = result.findings().stream()
                .filter(found -> found.signal().equals(signal))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.toString()));
        assertThat(result.message()).contains(finding.what());
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .filteredOn(event -> event.finding().signal().equals(signal))
                .singleElement()
                .satisfies(event -> assertThat(event.finding().lines())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(line -> assertThat(line).isNotBlank()));
        return finding;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image-invalid | InvalidImageName | couldn't parse image name \"nginx:1\": invalid reference format",
                "image-never   | ImageNeverPull   | Container image \"nginx:1\" is not present with pull policy of Never",
                "config        | ConfigError      | couldn't find key mode in ConfigMap",
                "create        | CreateError      | context deadline exceeded",
                "run           | RunError         | executable file not found in $PATH",
                "crash         | CrashLoop        | Error, exit code 1, 2 restarts",
                "oom           | OutOfMemory      | OOMKilled, exit code 137, 2 restarts",
                "mount         | VolumeMount      | configmap \"settings\" not found",
                "attach        | VolumeAttach     | Multi-Attach error",
                "sandbox       | Network          | cannot find a network-attachment-definition (lan)",
            })
    void whatAKubeletShowsEndsTheWait(String failure, String signal, String evidence) {
        Finding finding = failed(deployment(2, failing(failure)), signal);
        assertThat(finding.evidence()).contains(evidence);
        assertThat(finding.where().kind()).isEqualTo("Pod");
        assertThat(finding.where().name()).startsWith("web-");
        assertThat(finding.since()).isNotNull();
    }

    @Test
    void missingImageEndsTheWaitAfterItsGrace() {
        Finding finding = failed(deployment(2, pod("missing:1")), "ImagePull");
        assertThat(finding.evidence()).contains("missing:1").contains("not found");
        assertThat(finding.where().container()).isEqualTo("app");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-once", "config-once", "crash-once"})
    void whatHealsIsToldButIsNoFailure(String failure) {
        try (TestCluster patient = new TestCluster(Graces.standard())) {
            RolloutResult result = patient.run(deployment(2, failing(failure)));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.findings()).isEmpty();
            assertThat(patient.events.all(RolloutEvent.Found.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"readiness, ReadinessProbe", "liveness, LivenessProbe"})
    void failingProbesAreToldButDoNotEndTheWait(String failure, String signal) {
        RolloutResult result = await(cluster.start(Duration.ofSeconds(3), deployment(1, failing(failure))));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.signal()).isEqualTo(signal);
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.evidence()).contains("probe failed");
        });
    }

    @Test
    void quotaIsTold() {
        create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build());
        Finding finding = failed(deployment(1, pod("nginx:1")), "PodsRefused");
        assertThat(finding.what()).contains("quota");
        assertThat(finding.evidence()).contains("exceeded quota: small");
        // The Deployment repeats what its ReplicaSet says, and may be seen first.
        assertThat(finding.where().kind()).isIn("ReplicaSet", "Deployment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "DaemonSet", "Job"})
    void quotaIsToldForThoseThatSayItByEventOnly(String kind) {
        create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build());
        HasMetadata object =
                switch (kind) {
                    case "StatefulSet" -> statefulSet(1, pod("nginx:1")).build();
                    case "DaemonSet" -> daemonSet(pod("nginx:1")).build();
                    default -> job(pod("nginx:1"));
                };
        Finding finding = failed(object, "PodsRefused");
        assertThat(finding.evidence()).contains("exceeded quota: small");
        assertThat(finding.where().kind()).isEqualTo(kind);
    }

    @Test
    void limitRangeIsTold() {
        create(new LimitRangeBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .addToMax("memory", new Quantity("64Mi"))
                .endLimit()
                .endSpec()
                .build());
        Finding finding = failed(
                deployment(
                        1,
                        pod(
                                "nginx:1",
                                template -> template.getSpec()
                                        .getContainers()
                                        .getFirst()
                                        .setResources(new ResourceRequirementsBuilder()
                                                .addToLimits("memory", new Quantity("1Gi"))
                                                .build()))),
                "PodsRefused");
        assertThat(finding.what()).contains("limits of the namespace");
        assertThat(finding.evidence()).contains("maximum memory usage per Container is 64Mi");
    }

    @Test
    void podSecurityIsTold() {
        cluster.admin()
                .namespaces()
                .withName(cluster.namespace)
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build());
        Finding finding = failed(deployment(1, pod("nginx:1")), "PodsRefused");
        assertThat(finding.what()).contains("pod security");
        assertThat(finding.evidence()).contains("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void missingServiceAccountIsTold() {
        Finding finding = failed(
                deployment(1, pod("nginx:1", template -> template.getSpec().setServiceAccountName("nobody"))),
                "PodsRefused");
        assertThat(finding.what()).contains("service account");
        assertThat(finding.evidence()).contains("\"nobody\" not found");
    }

    @Test
    void missingPriorityClassIsTold() {
        Finding finding = failed(
                deployment(1, pod("nginx:1", template -> template.getSpec().setPriorityClassName("vip"))),
                "PodsRefused");
        assertThat(finding.what()).contains("priority class");
    }

    @Test
    void unschedulableIsTold() {
        Finding finding = failed(
                deployment(1, pod("nginx:1", template -> template.getSpec().setNodeSelector(Map.of("gpu", "yes")))),
                "Unschedulable");
        assertThat(finding.evidence()).startsWith("0/").contains("didn't match Pod's node affinity/selector");
        assertThat(finding.severity()).isEqualTo(Severity.GRACE);
    }

    private static PodTemplateSpec claiming(String claim) {
        return pod(
                "nginx:1",
                template -> template.getSpec()
                        .getVolumes()
                        .add(new VolumeBuilder()
                                .withName("data")
                                .withNewPersistentVolumeClaim(claim, false)
                                .build()));
    }

    private HasMetadata claim(String storageClass) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(storageClass)
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    @Test
    void missingClaimIsTold() {
        Finding finding = failed(deployment(1, claiming("data")), "ClaimMissing");
        assertThat(finding.evidence()).contains("persistentvolumeclaim \"data\" not found");
    }

    @Test
    void claimWithoutVolumeIsTold() {
        create(claim(null));
        Finding finding = failed(deployment(1, claiming("data")), "ClaimPending");
        assertThat(finding.evidence()).contains("unbound immediate PersistentVolumeClaims");
    }

    @Test
    void missingStorageClassIsTold() {
        create(claim("fast"));
        Rollout rollout = cluster.start(deployment(1, claiming("data")));
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.signal()).isIn("StorageClassMissing", "ClaimPending"));
    }

    @Test
    void lateNodeIsNoFailure() throws InterruptedException {
        try (TestCluster patient = new TestCluster(Graces.standard())) {
            Rollout rollout = patient.start(deployment(
                    1,
                    pod(
                            "nginx:1",
                            template -> template.getSpec().setNodeSelector(Map.of("rollout", patient.namespace)))));
            patient.events.await(
                    RolloutEvent.Found.class, event -> event.finding().signal().equals("Unschedulable"));
            patient.admin()
                    .nodes()
                    .withName("node-1")
                    .edit(node ->
                            with(node, found -> found.getMetadata().getLabels().put("rollout", patient.namespace)));
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void quotaThatIsFreedIsNoFailure() throws InterruptedException {
        try (TestCluster patient = new TestCluster(Graces.standard())) {
            var quota = new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("small")
                    .withNamespace(patient.namespace)
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("pods", new Quantity("0"))
                    .endSpec()
                    .build();
            patient.admin().resource(quota).create();
            Rollout rollout = patient.start(deployment(1, pod("nginx:1")));
            patient.events.await(
                    RolloutEvent.Found.class, event -> event.finding().signal().equals("PodsRefused"));
            patient.admin().resource(quota).delete();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void podOfAnEarlierBrokenRevisionIsTold() {
        assertThat(cluster.run(statefulSet(2, pod("nginx:1")).build()).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        failed(statefulSet(2, failing("crash")).build(), "CrashLoop");
        Finding finding = failed(statefulSet(2, pod("nginx:2")).build(), "StuckRevision");
        assertThat(finding.where().name()).isEqualTo("web-1");
        assertThat(finding.advice()).contains("Delete the pod web-1");
    }

    @Test
    void evictedPodIsToldAndReplaced() {
        RolloutResult result = await(cluster.start(Duration.ofSeconds(3), deployment(1, failing("evicted"))));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.signal()).isEqualTo("PodRejected"));
    }

    @Test
    void jobWhosePodsCannotStartFails() {
        failed(job(failing("image-invalid")), "InvalidImageName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderedReady", "Parallel"})
    void statefulSetFailsWithItsPod(String management) {
        Finding finding = failed(
                statefulSet(2, failing("crash"))
                        .editSpec()
                        .withPodManagementPolicy(management)
                        .endSpec()
                        .build(),
                "CrashLoop");
        assertThat(finding.where().name()).startsWith("web-");
    }

    @Test
    void daemonSetFailsWithItsPods() {
        failed(daemonSet(failing("config")).build(), "ConfigError");
    }
}
