package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.CustomKinds;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import io.jenkins.plugins.deployworkload.rollout.status.AutoscalerHealth;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A HorizontalPodAutoscaler that cannot scale is a warning. The conditions and events are those of its controller. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class AutoscalerWarningTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static HorizontalPodAutoscaler autoscaler(String apiVersion, String kind, String name) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata())
                .withNewSpec()
                .withNewScaleTargetRef(apiVersion, kind, name)
                .withMinReplicas(2)
                .withMaxReplicas(5)
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(80)
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }

    private static Deployment autoscaled(String image, String... annotations) {
        return edit(
                deployment(1, podTemplate(image, annotations)),
                object -> object.getSpec().setReplicas(null));
    }

    private void awaitProblem(String name, String reason) {
        cluster.admin()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace)
                .withName(name)
                .waitUntilCondition(
                        found -> AutoscalerHealth.problem(found)
                                .filter(problem -> problem.contains(reason))
                                .isPresent(),
                        2,
                        TimeUnit.MINUTES);
    }

    /** The second deploy knows the status of the autoscaler, and changes nothing else. */
    private void isWarnedAbout(HorizontalPodAutoscaler autoscaler, String warning) {
        RolloutResult result = cluster.run(autoscaled("nginx:1"), autoscaler);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.message()).startsWith("Deployment web: ").doesNotContain("HorizontalPodAutoscaler");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .filteredOn(
                        event -> event.object() != null && event.object().kind().equals("HorizontalPodAutoscaler"))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).startsWith(warning));
    }

    private Finding deployExpectingFinding(HorizontalPodAutoscaler autoscaler, String summary)
            throws InterruptedException {
        Rollout rollout = cluster.start(autoscaled("nginx:1", "ready", "never"), autoscaler);
        Finding finding = cluster.events
                .await(
                        RolloutEvent.Found.class,
                        event -> event.finding().summary().equals(summary))
                .finding();
        assertThat(finding.signal()).isEqualTo("Autoscaler");
        cluster.makePodsReady();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        return finding;
    }

    @Test
    void warnsAboutMissingMetrics() {
        HorizontalPodAutoscaler autoscaler = autoscaler("apps/v1", "Deployment", "web");
        cluster.run(autoscaled("nginx:1"), autoscaler);
        awaitProblem("web", "FailedGetResourceMetric");
        isWarnedAbout(autoscaler, "not scaling (FailedGetResourceMetric): the HPA was unable to compute");
    }

    @Test
    void warnsAboutMissingTarget() throws InterruptedException {
        HorizontalPodAutoscaler autoscaler = autoscaler("apps/v1", "Deployment", "wbe");
        Finding finding =
                deployExpectingFinding(autoscaler, "The HorizontalPodAutoscaler cannot read the scale of its target.");
        assertThat(finding.evidence()).isEqualTo("deployments.apps \"wbe\" not found");
        awaitProblem("web", "FailedGetScale");
        isWarnedAbout(
                autoscaler,
                "not scaling (FailedGetScale): the HPA controller was unable to get the target's current scale:");
    }

    /** The selector of a custom resource's scale is optional. */
    @Test
    void warnsAboutTargetWithoutSelector() throws InterruptedException {
        String kind = "Fleet" + cluster.namespace.replace("-", "").substring(7, 20);
        CustomResourceDefinition definition = fleetDefinition(kind);
        CustomKinds.install(cluster.admin(), definition);
        try {
            cluster.create(Serialization.unmarshal(
                    ("{\"apiVersion\":\"example.com/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"web\"},"
                                    + "\"spec\":{\"replicas\":3}}")
                            .formatted(kind),
                    GenericKubernetesResource.class));
            HorizontalPodAutoscaler autoscaler = autoscaler("example.com/v1", kind, "web");
            // The controller reads new kinds of the API only every 30 seconds. Until then, it publishes so many events
            // about an unknown kind that its event rate limit drops later events about the same object.
            HorizontalPodAutoscaler first = autoscaler("example.com/v1", kind, "web");
            first.getMetadata().setName("first");
            cluster.create(first);
            awaitProblem("first", "InvalidSelector");
            cluster.admin().resource(first).inNamespace(cluster.namespace).delete();
            deployExpectingFinding(autoscaler, "The HorizontalPodAutoscaler cannot find the pods of its target.");
            awaitProblem("web", "InvalidSelector");
            isWarnedAbout(autoscaler, "not scaling (InvalidSelector): the HPA target's scale is missing a selector");
        } finally {
            cluster.admin().resource(definition).delete();
        }
    }

    private static CustomResourceDefinition fleetDefinition(String kind) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
        return new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName(plural + ".example.com")
                .endMetadata()
                .withNewSpec()
                .withGroup("example.com")
                .withScope("Namespaced")
                .withNewNames()
                .withKind(kind)
                .withPlural(plural)
                .withSingular(kind.toLowerCase(java.util.Locale.ROOT))
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .withNewSubresources()
                .withNewScale()
                .withSpecReplicasPath(".spec.replicas")
                .withStatusReplicasPath(".status.replicas")
                .endScale()
                .endSubresources()
                .endVersion()
                .endSpec()
                .build();
    }

    /** A policy denies every Deployment with other than one replica; minReplicas is 2. */
    @Test
    void warnsAboutDeniedScale() throws InterruptedException {
        TestAdmissionPolicy policy = new TestAdmissionPolicy(
                cluster,
                "deployments.apps",
                "deployments/scale",
                "!has(object.spec.replicas) || object.spec.replicas <= 1",
                "'one is enough'",
                deployment(2, podTemplate("nginx:1")));
        try {
            HorizontalPodAutoscaler autoscaler = autoscaler("apps/v1", "Deployment", "web");
            Finding finding = deployExpectingFinding(
                    autoscaler, "The HorizontalPodAutoscaler cannot change the number of replicas.");
            assertThat(finding.evidence()).contains("one is enough");
            awaitProblem("web", "FailedUpdateScale");
            isWarnedAbout(
                    autoscaler,
                    "not scaling (FailedUpdateScale): the HPA controller was unable to update the target scale:");
        } finally {
            policy.close();
        }
    }

    @Test
    void workingAutoscalerIsNoWarning() {
        HorizontalPodAutoscaler autoscaler = edit(
                autoscaler("apps/v1", "Deployment", "web"),
                object -> object.getSpec().setMinReplicas(1));
        Deployment idle = edit(autoscaled("nginx:1"), object -> object.getSpec().setReplicas(0));
        RolloutResult first = cluster.run(idle, autoscaler);
        assertThat(first.outcome()).as(first.message()).isEqualTo(Outcome.SUCCEEDED);
        // The controller disables an autoscaler of a workload with 0 replicas, which is no problem.
        cluster.admin()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace)
                .withName("web")
                .waitUntilCondition(
                        found -> found != null
                                && found.getStatus() != null
                                && found.getStatus().getConditions().stream()
                                        .anyMatch(condition -> "ScalingDisabled".equals(condition.getReason())),
                        2,
                        TimeUnit.MINUTES);
        RolloutResult result = cluster.run(idle, autoscaler);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .noneMatch(message -> message.contains("not scaling"));
    }
}
