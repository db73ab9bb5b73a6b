package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Deploys a workload, plays the reason on its first pods, and leaves the others starting until they heal. */
final class ReasonPlayers implements AutoCloseable {

    private final TestCluster cluster;
    private final KubernetesReason reason;
    private final int failingPods;
    private SymptomPlayer player;
    private int played;
    private boolean healed;
    private Instant shownAt;

    ReasonPlayers(TestCluster cluster, KubernetesReason reason, int failingPods) {
        this.cluster = cluster;
        this.reason = reason;
        this.failingPods = failingPods;
    }

    private HasMetadata workload() {
        PodTemplateSpec template = podTemplate("nginx:1", SymptomPlayer.PLAYED);
        if (reason.isUnscheduled()) {
            template.getSpec().setSchedulerName("played");
        }
        if (reason.state().equals("claim")) {
            template.getSpec()
                    .getVolumes()
                    .add(new VolumeBuilder()
                            .withName("data")
                            .withNewPersistentVolumeClaim("data", false)
                            .build());
        }
        if (!reason.state().equals("controller")) {
            return deployment(2, template);
        }
        return statefulSet(1, template).build();
    }

    /** Deploys the workload, and plays the reason as soon as it can show. */
    Rollout deploy(Duration timeout) throws InterruptedException {
        prepare();
        Rollout rollout = cluster.start(timeout, workload());
        if (reason.state().equals("controller")) {
            denyPod();
        }
        return rollout;
    }

    private void prepare() {
        if (reason.state().equals("claim")) {
            // Without the StorageClass, the controller of the claim would report a failure of its own.
            cluster.admin()
                    .resource(new StorageClassBuilder()
                            .withNewMetadata()
                            .withName("played")
                            .endMetadata()
                            .withProvisioner("example.com/played")
                            .build())
                    .createOr(existing -> null);
            cluster.create(new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName("data")
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withStorageClassName("played")
                    .withNewResources()
                    .addToRequests("storage", new Quantity("1Gi"))
                    .endResources()
                    .endSpec()
                    .build());
        }
        if (reason.state().equals("controller")) {
            cluster.create(otherPod());
        }
        player = new SymptomPlayer(
                cluster, pod -> reason.isUnscheduled() || pod.getSpec().getNodeName() != null, this::play);
    }

    private synchronized void play(SymptomPlayer current, Pod pod) {
        if (healed) {
            heal(current, pod);
        } else if (played++ < failingPods) {
            current.patchStatus(pod, reason.podStatus(pod));
            report(pod);
        }
    }

    /**
     * Reports that the first pod of the StatefulSet is denied. The controller does not create the pod and does not
     * report this, because another pod has the name.
     */
    private void denyPod() throws InterruptedException {
        cluster.events.await(RolloutEvent.Applied.class, event -> true);
        report(cluster.admin()
                .apps()
                .statefulSets()
                .inNamespace(cluster.namespace)
                .withName("web")
                .get());
    }

    private static Pod otherPod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("none")
                .addNewContainer()
                .withName("app")
                .withImage("nginx:1")
                .endContainer()
                .endSpec()
                .build();
    }

    /** When the reason first showed in the cluster. */
    synchronized Instant shownAt() {
        return shownAt;
    }

    private synchronized void report(HasMetadata object) {
        if (shownAt == null) {
            shownAt = Instant.now();
        }
        reason.event(object)
                .ifPresent(event -> cluster.create(event.editMetadata()
                        .withUid(null)
                        .endMetadata()
                        .editInvolvedObject()
                        .withNamespace(cluster.namespace)
                        .endInvolvedObject()
                        .build()));
    }

    /** The reason passes, in all present and future pods. */
    synchronized void heal() {
        healed = true;
        List<Pod> pods =
                cluster.admin().pods().inNamespace(cluster.namespace).list().getItems();
        pods.forEach(pod -> heal(player, pod));
    }

    private void heal(SymptomPlayer current, Pod pod) {
        if ("none".equals(pod.getSpec().getSchedulerName())) {
            // The controller tries again when the other pod is gone.
            cluster.admin().resource(pod).withGracePeriod(0).delete();
            return;
        }
        boolean failing = reason.ends().equals("at once")
                && pod.getStatus() != null
                && !pod.getStatus().getContainerStatuses().isEmpty();
        if (failing) {
            cluster.admin().resource(pod).withGracePeriod(0).delete();
            return;
        }
        if (pod.getStatus() != null && "Failed".equals(pod.getStatus().getPhase())) {
            return;
        }
        if (pod.getSpec().getNodeName() == null && !reason.isUnscheduled()) {
            return; // It heals when the scheduler has placed it.
        }
        if (pod.getSpec().getNodeName() == null) {
            SymptomPlayer.bind(cluster, pod);
        }
        current.makeReady(pod);
    }

    @Override
    public void close() {
        if (player != null) {
            player.close();
        }
    }
}
