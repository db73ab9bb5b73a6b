package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodTreeTest {

    private static OwnerReference owner(String kind, String name) {
        return new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind(kind)
                .withName(name)
                .withController(true)
                .build();
    }

    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .addToLabels("pod-template-hash", "5d8")
                .addToOwnerReferences(owner("ReplicaSet", "web-5d8"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec();
    }

    private static Pod ready(String name) {
        return pod(name)
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewContainerStatus()
                .withName("app")
                .withReady(true)
                .withRestartCount(2)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Pod waiting(String name, String reason) {
        return pod(name)
                .withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("app")
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static ReplicaSet replicaSet(String name, int replicas) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .addToOwnerReferences(owner("Deployment", "web"))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    @Test
    void statusesAreThoseOfKubectl() {
        Pod terminating = ready("e");
        terminating.getMetadata().setDeletionTimestamp("2026-01-02T03:04:05Z");
        Pod unschedulable = pod("f").withNewStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .endCondition()
                .endStatus()
                .build();
        Pod crashed = pod("g").withNewStatus()
                .withPhase("Running")
                .addNewContainerStatus()
                .withName("app")
                .withNewState()
                .withNewTerminated()
                .withExitCode(137)
                .withReason("OOMKilled")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        List<Node> nodes = PodTree.of(
                        List.of(replicaSet("web-5d8", 8)),
                        List.of(
                                ready("a"),
                                waiting("b", "ContainerCreating"),
                                waiting("c", "ImagePullBackOff"),
                                pod("d").build(),
                                terminating,
                                unschedulable,
                                crashed))
                .nodes();

        assertThat(nodes)
                .extracting(Node::name, Node::status, Node::health)
                .containsExactly(
                        tuple("web-5d8", null, Health.IN_PROGRESS),
                        tuple("a", "Running", Health.HEALTHY),
                        tuple("b", "ContainerCreating", Health.IN_PROGRESS),
                        tuple("c", "ImagePullBackOff", Health.FAILED),
                        tuple("d", "Pending", Health.IN_PROGRESS),
                        tuple("e", "Terminating", Health.IN_PROGRESS),
                        tuple("f", "Unschedulable", Health.IN_PROGRESS),
                        tuple("g", "OOMKilled", Health.FAILED));
        assertThat(nodes.get(1).restarts()).isEqualTo(2);
    }

    @Test
    void failingPodsStayWhenTheTreeIsFull() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            pods.add(ready("a" + i));
        }
        pods.add(waiting("z", "CrashLoopBackOff"));

        ResourceTree tree = PodTree.of(List.of(replicaSet("web-5d8", 5001)), pods);

        assertThat(tree.nodes())
                .hasSize(PodTree.MAX_NODES)
                .extracting(Node::name)
                .contains("web-5d8", "z");
        assertThat(tree.omitted()).isEqualTo(5002 - PodTree.MAX_NODES);
    }

    @Test
    void emptyReplicaSetsAreLeftOut() {
        assertThat(PodTree.of(List.of(replicaSet("web-old", 0)), List.of())).isEqualTo(ResourceTree.EMPTY);
    }

    @Test
    void podWithoutKnownReplicaSetStandsBelowItsDeployment() {
        assertThat(PodTree.of(List.of(), List.of(ready("a"))).nodes())
                .extracting(Node::ownerKind, Node::ownerName)
                .containsExactly(tuple("Deployment", "web"));
    }

    @Test
    void textOfTheClusterIsCleaned() {
        Node node = PodTree.of(List.of(), List.of(waiting("a", "Odd\u202E\n" + "x".repeat(10_000))))
                .nodes()
                .getFirst();

        assertThat(node.status()).startsWith("Odd x").hasSizeLessThan(600).doesNotContain("\u202E");
    }
}
