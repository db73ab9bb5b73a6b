package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Failures of PersistentVolumeClaims, reported by the real scheduler and volume controllers. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class VolumeFailureTest {

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    /** A cluster with long grace periods, because the volume controller checks claims only every 15 seconds. */
    private final TestCluster longGraceCluster = new TestCluster(new GracePeriods(4));
    /** The name of the cluster-scoped objects of this test, which no other test uses. */
    private final String ownName = cluster.namespace;

    private final String laterName = ownName + "-later";

    @AfterEach
    void close() {
        cluster.admin().persistentVolumes().withName(ownName).delete();
        cluster.admin().persistentVolumes().withName(laterName).delete();
        cluster.admin().storage().v1().storageClasses().withName(ownName).delete();
        cluster.close();
        longGraceCluster.close();
    }

    private static PodTemplateSpec claiming() {
        return claiming("data");
    }

    private static PodTemplateSpec claiming(String claim) {
        return podTemplate(
                "nginx:1",
                template -> template.getSpec()
                        .getVolumes()
                        .add(new VolumeBuilder()
                                .withName("data")
                                .withNewPersistentVolumeClaim(claim, false)
                                .build()));
    }

    private static PersistentVolumeClaim claim(String storageClass) {
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

    private PersistentVolume volume() {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(ownName)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(ownName)
                .withAccessModes("ReadWriteOnce")
                .addToCapacity("storage", new Quantity("1Gi"))
                .withNewHostPath("/data", null)
                .endSpec()
                .build();
    }

    private StorageClass storageClass(String provisioner, String bindingMode) {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(ownName)
                .endMetadata()
                .withProvisioner(provisioner)
                .withVolumeBindingMode(bindingMode)
                .build();
    }

    private void succeeded(RolloutResult result) {
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsMissingClaim() {
        Finding finding = cluster.deployExpectingFailure(deployment(1, claiming()), "ClaimMissing");
        assertThat(finding.evidence()).contains("persistentvolumeclaim \"data\" not found");
    }

    @Test
    void claimCreatedLaterIsNoFailure() throws InterruptedException {
        Rollout rollout = longGraceCluster.start(deployment(1, claiming()));
        longGraceCluster.awaitFinding("ClaimMissing");
        longGraceCluster.admin().resource(volume()).create();
        longGraceCluster.create(claim(ownName));
        succeeded(await(rollout));
    }

    @Test
    void reportsUnboundClaim() {
        cluster.create(claim(""));
        Finding finding = cluster.deployExpectingFailure(deployment(1, claiming()), "ClaimPending");
        assertThat(finding.evidence()).contains("unbound immediate PersistentVolumeClaims");
    }

    /** StorageClassMissing (3 s) ends the rollout before ClaimPending (18 s). */
    @Test
    void reportsMissingDefaultStorageClass() {
        try (TestCluster later = new TestCluster(new GracePeriods(0.1))) {
            Finding finding = later.deployExpectingFailure(
                    statefulSet(1, podTemplate("nginx:1"))
                            .editSpec()
                            .withVolumeClaimTemplates(claim(null))
                            .endSpec()
                            .build(),
                    "StorageClassMissing");
            assertThat(finding.summary())
                    .isEqualTo(
                            "The PersistentVolumeClaim has no StorageClass, and the cluster has no default StorageClass.");
            assertThat(finding.location().label()).isEqualTo("PersistentVolumeClaim data-web-0");
        }
    }

    @Test
    void volumeForClaimWithoutStorageClassIsNoFailure() throws InterruptedException {
        longGraceCluster.create(claim(null));
        Rollout rollout = longGraceCluster.start(deployment(1, claiming()));
        longGraceCluster.awaitFinding("StorageClassMissing");
        PersistentVolume volume = volume();
        volume.getSpec().setStorageClassName(null);
        // Claims of other tests must not take the volume.
        volume.getSpec()
                .setClaimRef(new ObjectReferenceBuilder()
                        .withNamespace(longGraceCluster.namespace)
                        .withName("data")
                        .build());
        longGraceCluster.admin().resource(volume).create();
        succeeded(await(rollout));
    }

    @Test
    void volumeCreatedLaterIsNoFailure() throws InterruptedException {
        longGraceCluster.create(claim(ownName));
        Rollout rollout = longGraceCluster.start(deployment(1, claiming()));
        longGraceCluster.awaitFinding("ClaimPending");
        longGraceCluster.admin().resource(volume()).create();
        succeeded(await(rollout));
    }

    @Test
    void waitForFirstConsumerIsNoFailure() {
        cluster.admin()
                .resource(storageClass("kubernetes.io/no-provisioner", "WaitForFirstConsumer"))
                .create();
        cluster.admin().resource(volume()).create();
        cluster.create(claim(ownName));
        awaitKnownToScheduler();
        succeeded(cluster.run(deployment(1, claiming())));
        assertThat(cluster.events.all(RolloutEvent.Found.class)).isEmpty();
    }

    /**
     * Waits until the scheduler knows the StorageClass, the volume and the claim, which it learns of through watches: it
     * schedules a pod with another volume and another claim, which were created later.
     */
    private void awaitKnownToScheduler() {
        PersistentVolume volume = volume();
        volume.getMetadata().setName(laterName);
        cluster.admin().resource(volume).create();
        PersistentVolumeClaim claim = claim(ownName);
        claim.getMetadata().setName("later");
        cluster.create(claim);
        cluster.create(new PodBuilder()
                .withNewMetadata()
                .withName("later")
                .endMetadata()
                .withSpec(claiming("later").getSpec())
                .build());
        cluster.awaitPod(pod -> pod.getSpec().getNodeName() != null);
    }

    @Test
    void reportsMissingStorageClass() {
        // The grace periods are 6 s for StorageClassMissing and 36 s for ClaimPending, which has the same symptom. The
        // shorter period must end first, although the next event can come as late as 15 s after the start of the
        // deploy.
        try (TestCluster later = new TestCluster(new GracePeriods(0.2))) {
            later.create(claim("fast"));
            Finding finding = later.deployExpectingFailure(deployment(1, claiming()), "StorageClassMissing");
            assertThat(finding.evidence()).isEqualTo("storageclass.storage.k8s.io \"fast\" not found");
            assertThat(finding.location().kind()).isEqualTo("PersistentVolumeClaim");
            assertThat(finding.location().name()).isEqualTo("data");
        }
    }

    @Test
    void storageClassCreatedLaterIsNoFailure() throws InterruptedException {
        longGraceCluster.create(claim(ownName));
        Rollout rollout = longGraceCluster.start(deployment(1, claiming()));
        longGraceCluster.awaitFinding("StorageClassMissing");
        longGraceCluster
                .admin()
                .resource(storageClass("kubernetes.io/no-provisioner", "Immediate"))
                .create();
        longGraceCluster.admin().resource(volume()).create();
        succeeded(await(rollout));
    }

    @Test
    void reportsMissingStorageClassOfVolumeClaimTemplates() {
        // The grace periods are 6 s for StorageClassMissing and 36 s for ClaimPending, which has the same symptom. The
        // shorter period must end first, although the volume controller can report as late as after 15 s.
        try (TestCluster later = new TestCluster(new GracePeriods(0.2))) {
            Finding finding = later.deployExpectingFailure(
                    statefulSet(1, podTemplate("nginx:1"))
                            .editSpec()
                            .withVolumeClaimTemplates(claim("fast"))
                            .endSpec()
                            .build(),
                    "StorageClassMissing");
            assertThat(finding.location().name()).isEqualTo("data-web-0");
        }
    }

    @Test
    void provisioningFailureIsReportedWithoutEndingWait() throws InterruptedException {
        longGraceCluster
                .admin()
                .resource(storageClass("kubernetes.io/broken", "Immediate"))
                .create();
        longGraceCluster.create(claim(ownName));
        assertThat(longGraceCluster
                        .deployExpectingFinding(deployment(1, claiming()), "Provisioning")
                        .evidence())
                .contains("kubernetes.io/broken");
    }

    @Test
    void lateProvisioningIsNoFailure() throws InterruptedException {
        longGraceCluster
                .admin()
                .resource(storageClass("kubernetes.io/broken", "Immediate"))
                .create();
        longGraceCluster.create(claim(ownName));
        Rollout rollout = longGraceCluster.start(deployment(1, claiming()));
        longGraceCluster.awaitFinding("Provisioning");
        longGraceCluster.admin().resource(volume()).create();
        succeeded(await(rollout));
    }
}
