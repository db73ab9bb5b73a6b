package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A DaemonSet in a cluster with a node that is not ready. The DaemonSet tolerates all taints, as those of logging and
 * network agents do, so that its controller counts this node.
 */
@Tag("control-plane")
@Timeout(300)
@ResourceLock("nodes")
class DaemonSetNodesTest {

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));
    private final String node = "not-ready-" + cluster.namespace;

    /** A kubelet that has just started reports such a node. */
    @BeforeEach
    void createNode() {
        cluster.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .addToAnnotations("deploy-workload.test/ready", "never")
                        .addToLabels("rollout", cluster.namespace)
                        .endMetadata()
                        .withNewSpec()
                        // Without this taint, pods of other tests run on the node, and fail when it is deleted.
                        .addNewTaint("NoSchedule", "rollout", null, cluster.namespace)
                        .endSpec()
                        .build())
                .create();
        reportNode("False", "KubeletNotReady", "container runtime network not ready");
        awaitTaint(true);
    }

    private void reportNode(String ready, String reason, String message) {
        cluster.admin()
                .nodes()
                .withName(node)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        ("{\"status\":{\"capacity\":{\"cpu\":\"64\",\"memory\":\"256Gi\",\"pods\":\"200\"},"
                                        + "\"allocatable\":{\"cpu\":\"64\",\"memory\":\"256Gi\",\"pods\":\"200\"},"
                                        + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"%s\",\"reason\":\"%s\","
                                        + "\"message\":\"%s\"}]}}")
                                .formatted(ready, reason, message));
    }

    private void awaitTaint(boolean present) {
        cluster.admin()
                .nodes()
                .withName(node)
                .waitUntilCondition(found -> isTainted(found) == present, 1, TimeUnit.MINUTES);
    }

    private static boolean isTainted(Node found) {
        return found.getSpec().getTaints().stream()
                .anyMatch(taint -> taint.getKey().startsWith("node.kubernetes.io/not-ready")
                        && "NoSchedule".equals(taint.getEffect()));
    }

    @AfterEach
    void close() {
        cluster.admin().nodes().withName(node).delete();
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static DaemonSet agent(String image, String... annotations) {
        PodTemplateSpec template = podTemplate(image, annotations);
        template.getSpec()
                .getTolerations()
                .add(new TolerationBuilder().withOperator("Exists").build());
        return daemonSet(template)
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(3))
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build();
    }

    @Test
    void leavesOutNodeThatIsNotReady() {
        RolloutResult result = cluster.run(agent("nginx:1"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message())
                .isEqualTo(
                        "DaemonSet web: updated and available on 2 of 2 nodes; left out, because they are not ready: "
                                + node);
        RolloutResult update = cluster.run(agent("nginx:2"));
        assertThat(update.outcome()).as(update.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(update.message()).contains("on 2 of 2 nodes");
    }

    /** The controller itself stops: with maxUnavailable 1, the pod that cannot run is the only one that may be missing. */
    @Test
    void saysThatNodeBlocksUpdate() throws InterruptedException {
        assertThat(cluster.run(agent("nginx:1")).outcome()).isEqualTo(Outcome.SUCCEEDED);
        DaemonSet update = agent("nginx:2");
        update.getSpec().getUpdateStrategy().getRollingUpdate().setMaxUnavailable(new IntOrString(1));
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, update);
        String message = "updated on 0 of 2 nodes, 2 available; left out, because they are not ready: " + node
                + "; these nodes use up maxUnavailable, so the controller updates no other node";
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals(message));
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains(message);
    }

    /** With the strict reading, the DaemonSet waits until the node is ready. */
    @Test
    void strictReadingWaitsForNode() throws InterruptedException {
        Rollout rollout = cluster.start(
                RolloutOptions.defaults().withIgnoreNotReadyNodes(false), TestCluster.UNTIL_EXPIRED, agent("nginx:1"));
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("updated on 3 of 3 nodes, 2 available"));
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("updated on 3 of 3 nodes, 2 available");
    }

    /** The node becomes ready during the rollout, and its pod counts again. */
    @Test
    void countsNodeThatBecomesReady() throws InterruptedException {
        Rollout rollout = cluster.start(agent("nginx:1", "ready", "never"));
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> event.message()
                        .equals("updated on 2 of 2 nodes, 0 available; left out, because they are not ready: " + node));
        reportNode("True", "KubeletReady", "kubelet is posting ready status");
        awaitTaint(false);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("updated on 3 of 3 nodes, 0 available"));
        cluster.makePodsReady();
        // Pods on this node do not start, so the rollout still waits for the pod of the node.
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("updated on 3 of 3 nodes, 2 available"));
        rollout.stop("seen");
        assertThat(await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
    }

    /** A pod on a node that is not ready neither fails nor hides that all other pods fail. */
    @Test
    void failureOnReadyNodesEndsWait() {
        RolloutResult result = cluster.run(agent("nginx:1", "failure", "image-invalid"));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void waitsIfAllNodesAreNotReady() throws InterruptedException {
        DaemonSet agent = agent("nginx:1");
        agent.getSpec().getTemplate().getSpec().getNodeSelector().put("rollout", cluster.namespace);
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, agent);
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().equals("updated on 1 of 1 nodes, 0 available"));
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
    }

    /** An account that may not read nodes is not warned, and waits for all nodes. */
    @Test
    void withoutPermissionForNodesWaitsSilently() throws InterruptedException {
        cluster.grant(
                TestCluster.rule("", "configmaps", "get", "create", "update"),
                TestCluster.rule("", "pods", "get", "list", "watch"),
                TestCluster.rule("", "events", "list", "watch"),
                TestCluster.rule("apps", "daemonsets", "get", "list", "watch", "create", "patch"));
        try (Connection restricted =
                cluster.connections.open(cluster.config(SharedControlPlane.get().tokenFor("deployer")))) {
            Rollout rollout = cluster.engine.start(
                    restricted,
                    new RolloutRequest(cluster.namespace, "web", List.of(agent("nginx:1")), TestCluster.UNTIL_EXPIRED),
                    cluster.events);
            cluster.events.await(
                    RolloutEvent.Progress.class,
                    event -> event.message().equals("updated on 3 of 3 nodes, 2 available"));
            cluster.expireTimeouts();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
            assertThat(cluster.events.all(RolloutEvent.Warning.class))
                    .extracting(RolloutEvent.Warning::message)
                    .noneMatch(message -> message.contains("nodes"));
        }
    }

    /** The controller does not count the node of a DaemonSet without tolerations. */
    @Test
    void nodeThatTheControllerDoesNotCountIsNotLeftOut() {
        RolloutResult result = cluster.run(daemonSet(podTemplate("nginx:1")).build());
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).isEqualTo("DaemonSet web: updated and available on 2 of 2 nodes");
    }
}
