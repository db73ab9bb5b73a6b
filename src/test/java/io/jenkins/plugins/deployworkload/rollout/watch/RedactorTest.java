package io.jenkins.plugins.deployworkload.rollout.watch;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.rollout.TestAdmissionPolicy;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests that the value of an environment variable is masked if the message of an admission policy repeats the value.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RedactorTest {

    private static final String OLD = "correct-horse";
    private static final String NEW = "battery-staple";

    /** The image that the admission policy denies. */
    private static final String KNOWN = "nginx:1";

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    private TestAdmissionPolicy rule;

    @AfterEach
    void close() {
        if (rule != null) {
            rule.close();
        }
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private static PodTemplateSpec with(String password, PodTemplateSpec pod) {
        return new PodTemplateSpecBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .withEnv(new EnvVar("PASSWORD", password, null))
                .endContainer()
                .endSpec()
                .build();
    }

    private void forbidDeployments() {
        forbid("deployments.apps", "object.spec.template.spec", deployment(1, with(OLD, podTemplate(KNOWN))));
    }

    private void forbidPods() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withSpec(with(OLD, podTemplate(KNOWN)).getSpec())
                .build();
        forbid("pods", "object.spec", pod);
    }

    private void forbid(String resource, String spec, HasMetadata violating) {
        rule = new TestAdmissionPolicy(
                cluster,
                resource,
                spec + ".containers[0].image != '" + KNOWN + "'",
                "'the password ' + " + spec + ".containers[0].env[0].value + ' is known'",
                violating);
    }

    @Test
    void redactsRefusal() {
        forbidDeployments();
        RolloutResult result = cluster.run(deployment(1, with(NEW, podTemplate(KNOWN))));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("the password *** is known").doesNotContain(NEW);
    }

    @Test
    void redactsDryRunRefusal() {
        forbidDeployments();
        RolloutResult result =
                cluster.run(RolloutOptions.defaults().withDryRun(true), deployment(1, with(NEW, podTemplate(KNOWN))));

        assertThat(result.message()).contains("the password *** is known").doesNotContain(NEW);
    }

    @Test
    void redactsRefusalOfRollback() {
        RolloutOptions rollback = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);
        RolloutResult good = cluster.run(rollback, deployment(1, with(OLD, podTemplate(KNOWN))));
        assertThat(good.outcome()).as(good.message()).isEqualTo(Outcome.SUCCEEDED);
        forbidDeployments();
        RolloutResult result =
                cluster.run(rollback, deployment(1, with(NEW, podTemplate("nginx:2", "failure", "image-invalid"))));

        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message())
                .contains("the password *** is known")
                .doesNotContain(OLD)
                .doesNotContain(NEW);
    }

    @Test
    void redactsPodCreationDenial() {
        forbidPods();
        Finding finding = cluster.deployExpectingFailure(deployment(1, with(NEW, podTemplate(KNOWN))), "PodsRefused");

        assertThat(finding.evidence()).contains("the password *** is known").doesNotContain(NEW);
    }
}
