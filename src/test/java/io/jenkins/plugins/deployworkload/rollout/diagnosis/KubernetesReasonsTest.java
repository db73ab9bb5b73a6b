package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plays each reason in {@code reasons.txt} on the real control plane. If the reason lasts and ends the wait, the deploy
 * fails and names it. If it passes, or never ends the wait, the deploy reports it and succeeds. Reasons that end the wait
 * at once cannot pass in their pod; there, another pod takes the place of the failing one.
 */
@Tag("control-plane")
@Timeout(600)
class KubernetesReasonsTest {

    /** Each deploy waits most of the time. */
    private static final int AT_THE_SAME_TIME = 8;

    /**
     * All rows take several minutes. A build plays each sixth row, and {@code -Dreasons.full} plays all of them. {@code
     * KubernetesReasonTest} checks every row in each build by a clock.
     */
    private static Stream<KubernetesReason> rows() {
        List<KubernetesReason> all = KubernetesReason.all();
        return Boolean.getBoolean("reasons.full")
                ? all.stream()
                : IntStream.iterate(0, i -> i < all.size(), i -> i + 6)
                        .mapToObj(all::get)
                        // This signal begins after a minute.
                        .filter(reason -> !reason.signal().equals("NotReady"));
    }

    private interface Play {
        void play(KubernetesReason reason) throws Exception;
    }

    private static void playAll(Stream<KubernetesReason> reasons, Play play) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_THE_SAME_TIME)) {
            List<Future<String>> results = reasons.map(reason -> executor.submit(() -> {
                        try {
                            play.play(reason);
                            return null;
                        } catch (Exception | AssertionError e) {
                            return reason + "\n    " + e;
                        }
                    }))
                    .toList();
            assertThat(results).allSatisfy(result -> assertThat(result.get()).isNull());
        }
    }

    @Test
    void lastingReasonFailsDeploy() throws InterruptedException {
        playAll(rows().filter(KubernetesReason::isFailure), KubernetesReasonsTest::fails);
    }

    @Test
    void passingReasonIsReportedAndDeploySucceeds() throws InterruptedException {
        playAll(rows(), KubernetesReasonsTest::passes);
    }

    private static void fails(KubernetesReason reason) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(new GracePeriods(0.001));
                Players players = new Players(cluster, reason, Integer.MAX_VALUE)) {
            players.start();
            Rollout rollout = cluster.start(workload(reason));
            players.denyPod();
            RolloutResult result = TestCluster.await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
            assertNamed(cluster, reason);
            assertThat(result.findings())
                    .extracting(Finding::signal)
                    .contains(reason.signal())
                    .contains(reason.endingSignal());
        }
    }

    private static void passes(KubernetesReason reason) throws InterruptedException {
        boolean once = reason.ends().equals("at once") || reason.state().equals("failed");
        try (TestCluster cluster = new TestCluster(GracePeriods.standard());
                Players players = new Players(cluster, reason, once ? 1 : Integer.MAX_VALUE)) {
            players.start();
            Rollout rollout = cluster.start(workload(reason));
            players.denyPod();
            cluster.events.await(
                    RolloutEvent.Found.class,
                    event -> event.finding().signal().equals(reason.signal())
                            && event.finding()
                                    .summary()
                                    .startsWith(reason.summary().substring(0, 20)));
            players.heal();
            RolloutResult result = TestCluster.await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertNamed(cluster, reason);
        }
    }

    /** The summary may name the node, so only the text around it is compared. */
    private static void assertNamed(TestCluster cluster, KubernetesReason reason) {
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(RolloutEvent.Found::finding)
                .anySatisfy(finding -> {
                    assertThat(finding.signal()).isEqualTo(reason.signal());
                    assertThat(finding.summary().replaceAll("node-\\d", "node"))
                            .isEqualTo(reason.summary().replaceAll("node-\\d", "node"));
                    assertThat(finding.evidence()).isNotBlank();
                });
    }

    private static HasMetadata workload(KubernetesReason reason) {
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

    /** Plays the reason on the first pods of a workload, and leaves the others starting until they heal. */
    private static final class Players implements AutoCloseable {

        private final TestCluster cluster;
        private final KubernetesReason reason;
        private final int failingPods;
        private SymptomPlayer player;
        private int played;
        private boolean healed;

        Players(TestCluster cluster, KubernetesReason reason, int failingPods) {
            this.cluster = cluster;
            this.reason = reason;
            this.failingPods = failingPods;
        }

        void start() {
            if (reason.state().equals("claim")) {
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
        void denyPod() throws InterruptedException {
            if (reason.state().equals("controller")) {
                cluster.events.await(RolloutEvent.Applied.class, event -> true);
                report(cluster.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(cluster.namespace)
                        .withName("web")
                        .get());
            }
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

        private void report(HasMetadata object) {
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
                cluster.admin()
                        .bindings()
                        .inNamespace(cluster.namespace)
                        .resource(new BindingBuilder()
                                .withNewMetadata()
                                .withName(pod.getMetadata().getName())
                                .endMetadata()
                                .withNewTarget()
                                .withKind("Node")
                                .withName("node-1")
                                .endTarget()
                                .build())
                        .create();
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
}
