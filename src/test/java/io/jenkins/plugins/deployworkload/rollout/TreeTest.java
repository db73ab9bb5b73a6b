package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A rollout reports the ReplicaSets and pods below its objects. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class TreeTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private ResourceTree lastTree() {
        return cluster.events.all(RolloutEvent.TreeChanged.class).getLast().tree();
    }

    @Test
    void treeOfHealthyDeployShowsReplicaSetAndPods() {
        assertThat(cluster.run(deployment(2, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);

        assertThat(lastTree().nodes())
                .extracting(Node::kind, Node::ownerKind, Node::health, Node::status, Node::ready, Node::total)
                .containsExactly(
                        tuple("ReplicaSet", "Deployment", Health.HEALTHY, null, 2, 2),
                        tuple("Pod", "ReplicaSet", Health.HEALTHY, "Running", 1, 1),
                        tuple("Pod", "ReplicaSet", Health.HEALTHY, "Running", 1, 1));
        assertThat(cluster.events.all().getLast()).isInstanceOf(RolloutEvent.Ended.class);
    }

    @Test
    void failingPodIsShownWhileTheRolloutWaits() throws InterruptedException {
        Rollout rollout = cluster.start(
                RolloutOptions.defaults().withFailFast(RolloutOptions.FailFast.OFF),
                TestCluster.UNTIL_EXPIRED,
                statefulSet(1, podTemplate("nginx:1", "failure", "image")).build());

        RolloutEvent.TreeChanged failing = cluster.events.await(
                RolloutEvent.TreeChanged.class,
                event -> event.tree().nodes().stream().anyMatch(node -> node.health() == Health.FAILED));
        assertThat(failing.tree().nodes())
                .extracting(Node::name, Node::ownerKind, Node::ownerName, Node::ready)
                .containsExactly(tuple("web-0", "StatefulSet", "web", 0));
        assertThat(failing.tree().nodes().getFirst().status()).containsAnyOf("ErrImagePull", "ImagePullBackOff");
        rollout.stop("Seen");
        TestCluster.await(rollout);
    }

    @Test
    void dryRunHasNoTree() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        int before = cluster.events.all(RolloutEvent.TreeChanged.class).size();

        cluster.run(RolloutOptions.defaults().withDryRun(true), deployment(1, podTemplate("nginx:2")));

        assertThat(cluster.events.all(RolloutEvent.TreeChanged.class)).hasSize(before);
    }
}
