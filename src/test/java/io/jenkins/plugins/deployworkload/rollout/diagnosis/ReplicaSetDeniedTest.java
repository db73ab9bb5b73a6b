package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestAdmissionPolicy;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server accepts the Deployment and denies its ReplicaSet. The Deployment has no current status then. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ReplicaSetDeniedTest {

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static ResourceQuota quotaOfReplicaSets(TestCluster cluster, int count) {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("few")
                .endMetadata()
                .withNewSpec()
                .addToHard("count/replicasets.apps", new Quantity(String.valueOf(count)))
                .endSpec()
                .build();
        cluster.create(quota);
        cluster.propagation().awaitDenied(replicaSet(cluster), "exceeded quota");
        return quota;
    }

    private static ReplicaSet replicaSet(TestCluster cluster) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("asked")
                .withNamespace(cluster.namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .addToMatchLabels(RolloutRequest.NAME_LABEL, "web")
                .endSelector()
                .withTemplate(podTemplate("nginx:1"))
                .endSpec()
                .build();
    }

    /** With the longest progress deadline, the Deployment has no condition Progressing, and only an event tells. */
    private static Deployment withoutProgressDeadline() {
        return edit(
                deployment(1, podTemplate("nginx:1")),
                object -> object.getSpec().setProgressDeadlineSeconds(Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exceededQuotaEndsWait(boolean progressDeadline) {
        quotaOfReplicaSets(cluster, 0);
        Finding finding = cluster.deployExpectingFailure(
                progressDeadline ? deployment(1, podTemplate("nginx:1")) : withoutProgressDeadline(),
                "ReplicaSetRefused");
        assertThat(finding.summary()).isEqualTo("ReplicaSet creation denied: the quota of the namespace is exceeded.");
        assertThat(finding.evidence())
                .startsWith("Failed to create new replica set \"web-")
                .contains("exceeded quota: few");
        assertThat(finding.location().label()).isEqualTo("Deployment web");
    }

    /** The pods of the earlier revision are ready, and its ReplicaSet is the only one. */
    @Test
    void exceededQuotaOfLaterRevisionEndsWait() {
        assertThat(cluster.run(deployment(1, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        quotaOfReplicaSets(cluster, 1);
        cluster.deployExpectingFailure(deployment(1, podTemplate("nginx:2")), "ReplicaSetRefused");
        assertThat(cluster.events.all(RolloutEvent.Progress.class))
                .extracting(RolloutEvent.Progress::message)
                .contains("the controller cannot create the ReplicaSet (ReplicaSetCreateError)");
    }

    /** The condition of the first failure remains until the controller has created a ReplicaSet. */
    @Test
    void failureOfEarlierRevisionIsNotReportedAgain() {
        ResourceQuota quota = quotaOfReplicaSets(cluster, 0);
        cluster.deployExpectingFailure(deployment(1, podTemplate("nginx:1")), "ReplicaSetRefused");
        int before = cluster.events.all(RolloutEvent.Found.class).size();
        // An attempt at the moment of the second deploy would fail for a reason that is not over yet.
        cluster.propagation().awaitLongBackoff("web", "ReplicaSetCreateError");
        cluster.admin().resource(quota).delete();
        cluster.propagation().awaitAccepted(replicaSet(cluster));
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:2")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Found.class)).hasSize(before);
    }

    @Test
    void raisedQuotaIsNoFailure() throws InterruptedException {
        try (TestCluster patient = new TestCluster()) {
            ResourceQuota quota = quotaOfReplicaSets(patient, 0);
            Rollout rollout = patient.start(deployment(1, podTemplate("nginx:1")));
            patient.awaitFinding("ReplicaSetRefused");
            patient.admin().resource(quota).delete();
            RolloutResult result = await(rollout);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.findings()).isEmpty();
        }
    }

    @Test
    void policyEndsWait() {
        TestAdmissionPolicy policy = new TestAdmissionPolicy(
                cluster, "replicasets.apps", "object.spec.replicas > 7", "'too few replicas'", replicaSet(cluster));
        try {
            Finding finding =
                    cluster.deployExpectingFailure(deployment(1, podTemplate("nginx:1")), "ReplicaSetRefused");
            assertThat(finding.summary()).isEqualTo("ReplicaSet creation denied by an admission webhook or policy.");
            assertThat(finding.evidence()).contains("too few replicas");
        } finally {
            policy.close();
        }
    }
}
