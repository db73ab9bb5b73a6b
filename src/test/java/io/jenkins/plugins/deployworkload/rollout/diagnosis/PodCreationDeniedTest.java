package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.daemonSet;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.jenkins.plugins.deployworkload.rollout.Rollout;
import io.jenkins.plugins.deployworkload.rollout.TestAdmissionPolicy;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The API server accepts the workload, but denies the creation of its pods. The real API server and the real
 * controllers report the denials.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PodCreationDeniedTest {

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private Finding deployExpectingDenial(HasMetadata object) {
        return cluster.deployExpectingFailure(object, "PodsRefused");
    }

    private static HasMetadata workload(String kind) {
        return switch (kind) {
            case "Deployment" -> deployment(1, podTemplate("nginx:1"));
            case "StatefulSet" -> statefulSet(1, podTemplate("nginx:1")).build();
            case "DaemonSet" -> daemonSet(podTemplate("nginx:1")).build();
            default -> job(podTemplate("nginx:1"));
        };
    }

    private static ResourceQuota quotaOfNoPods() {
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .endSpec()
                .build();
    }

    private static ResourceQuota quotaOfNoPods(TestCluster cluster) {
        ResourceQuota quota = quotaOfNoPods();
        cluster.create(quota);
        cluster.propagation().awaitPodsDenied("exceeded quota");
        return quota;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job"})
    void reportsExceededQuota(String kind) {
        quotaOfNoPods(cluster);
        Finding finding = deployExpectingDenial(workload(kind));
        assertThat(finding.summary()).contains("quota");
        assertThat(finding.evidence()).contains("exceeded quota: small");
        // The Deployment repeats the condition of its ReplicaSet, and the diagnosis can see either object first.
        assertThat(finding.location().kind()).isIn(kind, kind.equals("Deployment") ? "ReplicaSet" : kind);
        assertThat(finding.since()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job"})
    void freedQuotaIsNoFailure(String kind) throws InterruptedException {
        try (TestCluster otherCluster = new TestCluster(GracePeriods.standard())) {
            ResourceQuota quota = quotaOfNoPods(otherCluster);
            succeedsOnce(
                    otherCluster,
                    workload(kind),
                    () -> otherCluster.admin().resource(quota).delete());
        }
    }

    /**
     * Runs {@code fix}, which removes the cause of a finding, after the finding is reported. The finding must be
     * reported only once, and must not fail the rollout.
     */
    private static void succeedsOnce(TestCluster otherCluster, HasMetadata object, Runnable fix)
            throws InterruptedException {
        succeedsOnce(otherCluster, RolloutOptions.defaults(), object, fix);
    }

    private static void succeedsOnce(TestCluster otherCluster, RolloutOptions options, HasMetadata object, Runnable fix)
            throws InterruptedException {
        Rollout rollout = otherCluster.start(options, object);
        otherCluster.awaitFinding("PodsRefused");
        fix.run();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(otherCluster.events.all(RolloutEvent.Found.class)).hasSize(1);
    }

    private static void enforce(TestCluster cluster, String level) {
        cluster.admin()
                .namespaces()
                .withName(cluster.namespace)
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .addToLabels("pod-security.kubernetes.io/enforce", level)
                        .endMetadata()
                        .build());
    }

    @Test
    void relaxedPodSecurityIsNoFailure() throws InterruptedException {
        try (TestCluster otherCluster = new TestCluster(GracePeriods.standard())) {
            enforce(otherCluster, "restricted");
            otherCluster.propagation().awaitPodsDenied("violates PodSecurity");
            succeedsOnce(
                    otherCluster,
                    RolloutOptions.defaults().withPatience(Map.of("PodsRefused", Duration.ofSeconds(45))),
                    workload("Deployment"),
                    () -> enforce(otherCluster, "privileged"));
        }
    }

    @Test
    void serviceAccountCreatedLaterIsNoFailure() throws InterruptedException {
        try (TestCluster otherCluster = new TestCluster(GracePeriods.standard())) {
            succeedsOnce(
                    otherCluster,
                    deployment(
                            1,
                            podTemplate(
                                    "nginx:1", template -> template.getSpec().setServiceAccountName("late"))),
                    () -> otherCluster.create(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName("late")
                            .endMetadata()
                            .build()));
        }
    }

    @Test
    void priorityClassCreatedLaterIsNoFailure() throws InterruptedException {
        try (TestCluster otherCluster = new TestCluster(GracePeriods.standard())) {
            PriorityClass priorityClass = new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName(otherCluster.namespace)
                    .endMetadata()
                    .withValue(1000)
                    .build();
            try {
                succeedsOnce(
                        otherCluster,
                        deployment(
                                1,
                                podTemplate(
                                        "nginx:1",
                                        template -> template.getSpec().setPriorityClassName(otherCluster.namespace))),
                        () -> otherCluster.admin().resource(priorityClass).create());
            } finally {
                otherCluster.admin().resource(priorityClass).delete();
            }
        }
    }

    @Test
    void removedWebhookIsNoFailure() throws InterruptedException {
        try (TestCluster otherCluster = new TestCluster(cluster)) {
            ValidatingWebhookConfiguration webhook =
                    cluster.admin().resource(deadWebhook()).create();
            try {
                cluster.propagation().awaitPodsDenied("failed calling webhook");
                succeedsOnce(
                        otherCluster,
                        workload("Deployment"),
                        () -> cluster.admin().resource(webhook).delete());
            } finally {
                cluster.admin().resource(webhook).delete();
            }
        }
    }

    /**
     * Without a surge, a new pod fits into the quota only after an old pod has terminated. The rollout must wait for
     * the termination.
     */
    @Test
    void quotaWithoutSurgeIsNoFailure() {
        cluster.create(new ResourceQuotaBuilder(quotaOfNoPods())
                .editSpec()
                .addToHard("pods", new Quantity("2"))
                .endSpec()
                .build());
        Deployment object = withoutSurge(deployment(2, podTemplate("nginx:1", "terminate-after", "1s")));
        try (TestCluster otherCluster = new TestCluster(cluster)) {
            assertThat(otherCluster.run(object).outcome()).isEqualTo(Outcome.SUCCEEDED);
            object.getSpec().setTemplate(podTemplate("nginx:2"));
            RolloutResult result = otherCluster.run(object);
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    private static Deployment withoutSurge(Deployment object) {
        object.getSpec()
                .setStrategy(new DeploymentStrategyBuilder()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withMaxSurge(new IntOrString(0))
                        .withMaxUnavailable(new IntOrString(1))
                        .endRollingUpdate()
                        .build());
        return object;
    }

    private static PodTemplateSpec limited(String memory) {
        return podTemplate(
                "nginx:1",
                template -> template.getSpec()
                        .getContainers()
                        .getFirst()
                        .setResources(new ResourceRequirementsBuilder()
                                .addToLimits("memory", new Quantity(memory))
                                .build()));
    }

    @Test
    void reportsLimitRange() {
        cluster.create(new LimitRangeBuilder()
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
        Finding finding = deployExpectingDenial(deployment(1, limited("1Gi")));
        assertThat(finding.summary()).contains("LimitRange of the namespace");
        assertThat(finding.evidence()).contains("maximum memory usage per Container is 64Mi");
        assertThat(cluster.run(deployment(1, limited("64Mi"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void reportsPodSecurityViolation() {
        enforce(cluster, "restricted");
        cluster.propagation().awaitPodsDenied("violates PodSecurity");
        Finding finding = deployExpectingDenial(deployment(1, podTemplate("nginx:1")));
        assertThat(finding.summary()).contains("Pod Security level");
        assertThat(finding.evidence()).contains("violates PodSecurity \"restricted:latest\"");
    }

    /** Every other grace period lasts for hours. */
    @Test
    void certainDenialEndsDeployAtOnce() {
        try (TestCluster patient = new TestCluster(new GracePeriods(1000))) {
            enforce(patient, "restricted");
            patient.propagation().awaitPodsDenied("violates PodSecurity");
            Finding finding = patient.deployExpectingFailure(deployment(1, podTemplate("nginx:1")), "PodsRefused");
            assertThat(finding.severity()).isEqualTo(Severity.FATAL);
        }
    }

    @Test
    void uncertainDenialDoesNotEndDeployAtOnce() throws InterruptedException {
        try (TestCluster patient = new TestCluster(new GracePeriods(1000))) {
            quotaOfNoPods(patient);
            Finding finding = patient.deployExpectingFinding(workload("Deployment"), "PodsRefused");
            assertThat(finding.severity()).isEqualTo(Severity.GRACE);
        }
    }

    /**
     * The StatefulSet controller reports denials in events only. An event of the previous pod template must not end the
     * deploy that corrects it.
     */
    @Test
    void correctedStatefulSetIsNoFailure() {
        PodTemplateSpec privileged =
                podTemplate("nginx:1", template -> template.getSpec().setHostNetwork(true));
        enforce(cluster, "baseline");
        cluster.propagation()
                .awaitDenied(
                        new PodBuilder()
                                .withMetadata(metadata())
                                .editMetadata()
                                .withNamespace(cluster.namespace)
                                .endMetadata()
                                .withSpec(privileged.getSpec())
                                .build(),
                        "violates PodSecurity");
        try (TestCluster standard = new TestCluster(cluster)) {
            RolloutResult denied = standard.run(statefulSet(1, privileged).build());
            assertThat(denied.outcome()).as(denied.message()).isEqualTo(Outcome.FAILED);
            RolloutResult corrected =
                    standard.run(statefulSet(1, podTemplate("nginx:2")).build());
            assertThat(corrected.outcome()).as(corrected.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void reportsMissingServiceAccount() {
        Finding finding = deployExpectingDenial(deployment(
                1, podTemplate("nginx:1", template -> template.getSpec().setServiceAccountName("nobody"))));
        assertThat(finding.summary()).contains("ServiceAccount");
        assertThat(finding.evidence()).contains("\"nobody\" not found");
    }

    @Test
    void reportsMissingPriorityClass() {
        Finding finding = deployExpectingDenial(deployment(
                1, podTemplate("nginx:1", template -> template.getSpec().setPriorityClassName("vip"))));
        assertThat(finding.summary()).contains("PriorityClass");
        assertThat(finding.evidence()).contains("vip");
    }

    /** Returns a webhook with an address where no server listens. */
    private ValidatingWebhookConfiguration deadWebhook() {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(cluster.namespace)
                .endMetadata()
                .addNewWebhook()
                .withName("pods.rules.example.com")
                .withSideEffects("None")
                .withAdmissionReviewVersions("v1")
                .withFailurePolicy("Fail")
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", cluster.namespace)
                .endNamespaceSelector()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endRule()
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:1/review")
                .endClientConfig()
                .endWebhook()
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job"})
    void reportsUnreachableWebhook(String kind) {
        ValidatingWebhookConfiguration webhook =
                cluster.admin().resource(deadWebhook()).create();
        try {
            cluster.propagation().awaitPodsDenied("failed calling webhook");
            Finding finding = deployExpectingDenial(workload(kind));
            assertThat(finding.summary()).isEqualTo("Pod creation failed: an admission webhook does not respond.");
            assertThat(finding.severity()).isEqualTo(Severity.GRACE);
            assertThat(finding.evidence())
                    .contains("failed calling webhook \"pods.rules.example.com\"")
                    .contains("connection refused");
        } finally {
            cluster.admin().resource(webhook).delete();
        }
    }

    @Test
    void reportsAdmissionPolicy() {
        String team = "object.metadata.labels['team'] == 'shop'";
        Pod podWithoutTeam = new PodBuilder()
                .withMetadata(metadata())
                .editMetadata()
                .addToLabels("team", "none")
                .endMetadata()
                .withSpec(podTemplate("nginx:1").getSpec())
                .build();
        TestAdmissionPolicy rule =
                new TestAdmissionPolicy(cluster, "pods", team, "'each pod must say its team'", podWithoutTeam);
        try {
            Finding finding = deployExpectingDenial(deployment(1, podTemplate("nginx:1")));
            assertThat(finding.summary()).contains("admission webhook or policy");
            assertThat(finding.evidence()).contains("denied request");
        } finally {
            rule.close();
        }
    }
}
