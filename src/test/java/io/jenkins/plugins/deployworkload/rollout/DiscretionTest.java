package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Finding;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rule of the cluster repeats the value of an environment variable in what it says against an object. */
@Tag("control-plane")
@Timeout(300)
class DiscretionTest {

    private static final String OLD = "correct-horse";
    private static final String NEW = "battery-staple";

    /** Of the image that the rule forbids. */
    private static final String KNOWN = "nginx:1";

    private final TestCluster cluster = new TestCluster(new Graces(0.001));

    private Rule rule;

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
        forbid("deployments.apps", "object.spec.template.spec", deployment(1, with(OLD, pod(KNOWN))));
    }

    private void forbidPods() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withSpec(with(OLD, pod(KNOWN)).getSpec())
                .build();
        forbid("pods", "object.spec", pod);
    }

    private void forbid(String resource, String spec, HasMetadata breaking) {
        rule = new Rule(
                cluster,
                resource,
                spec + ".containers[0].image != '" + KNOWN + "'",
                "'the password ' + " + spec + ".containers[0].env[0].value + ' is known'",
                breaking);
    }

    @Test
    void whatARefusalRepeatsIsHidden() {
        forbidDeployments();
        RolloutResult result = cluster.run(deployment(1, with(NEW, pod(KNOWN))));

        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.REFUSED);
        assertThat(result.message()).contains("the password *** is known").doesNotContain(NEW);
    }

    @Test
    void soIsWhatADryRunIsTold() {
        forbidDeployments();
        RolloutResult result =
                cluster.run(RolloutOptions.defaults().withDryRun(true), deployment(1, with(NEW, pod(KNOWN))));

        assertThat(result.message()).contains("the password *** is known").doesNotContain(NEW);
    }

    @Test
    void soIsTheRefusalOfWhatIsPutBackWhoseValuesTheNewDescriptionDoesNotHold() {
        RolloutOptions rollback = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);
        RolloutResult good = cluster.run(rollback, deployment(1, with(OLD, pod(KNOWN))));
        assertThat(good.outcome()).as(good.message()).isEqualTo(Outcome.SUCCEEDED);
        forbidDeployments();
        RolloutResult result =
                cluster.run(rollback, deployment(1, with(NEW, pod("nginx:2", "failure", "image-invalid"))));

        assertThat(result.aftermath()).as(result.message()).isEqualTo(Aftermath.NOT_UNDONE);
        assertThat(result.message())
                .contains("the password *** is known")
                .doesNotContain(OLD)
                .doesNotContain(NEW);
    }

    @Test
    void soIsWhatIsSaidAgainstPodsThatNeverCameToBe() {
        forbidPods();
        Finding finding = cluster.failed(deployment(1, with(NEW, pod(KNOWN))), "PodsRefused");

        assertThat(finding.evidence()).contains("the password *** is known").doesNotContain(NEW);
    }
}
