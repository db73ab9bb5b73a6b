package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running step keeps over a restart. */
class StepStateTest {

    private static final String YAML = """
            name: web
            controller: {single: }
            containers: [{name: app, image: nginx, env: [{name: PASSWORD, value: hunter2}]}]
            """;

    private static DeployWorkloadStep step() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(YAML, "web.yaml", Workload.class).get(0));
        step.setCredentialsId("mine");
        step.setBuildResult(BuildResult.unstable);
        step.setTimeout("90s");
        return step;
    }

    @Test
    void startedRolloutsSurviveSerialization() throws Exception {
        DeploymentPlan plan = new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
        StartedRollout ended = RolloutGroup.refused(plan, "api", "was refused");
        StepState memory = StepState.of(step()).with(List.of(ended, new StartedRollout(ended.checkpoint(), null)));

        StepState back = StepState.fromJson(memory.toJson());

        assertThat(back).isEqualTo(memory);
        assertThat(back.started("api").orElseThrow().result().message()).isEqualTo("was refused");
        assertThat(back.started("web")).isEmpty();
    }

    @Test
    void containsNothingOfTheWorkload() throws Exception {
        assertThat(StepState.of(step()).toJson()).doesNotContain("hunter2", "nginx");
    }

    @Test
    void pendingStepSurvivesSerializationWithItsPlan() throws Exception {
        DeployWorkloadStep step = step();

        PendingStep unread = PendingStep.fromJson(new PendingStep(step, null).toJson());
        assertThat(TreeWriter.toTree(unread.step())).isEqualTo(TreeWriter.toTree(step));
        assertThat(unread.plan()).isNull();

        PendingStep read = PendingStep.fromJson(
                new PendingStep(step, DeploymentPlan.of(step, "shop", List.of(step.getWorkload()))).toJson());
        assertThat(read.plan().namespace()).isEqualTo("shop");
        assertThat(read.plan().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.plan().workloads())
                .singleElement()
                .satisfies(workload ->
                        assertThat(TreeWriter.toTree(workload)).isEqualTo(TreeWriter.toTree(step.getWorkload())));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "{\"version\": 1, \"rollouts\": []}",
                "{\"version\": 2, \"cluster\": \"prod\", \"rollouts\": [{\"memory\": \"{\\\"version\\\": 99}\"}]}",
                "{\"version\": 2, \"cluster\": \"prod\", \"rollouts\": [{\"memory\": \"nonsense\"}]}",
                "{\"version\": 2, \"cluster\": \"prod\", \"buildResult\": \"green\"}",
                "nonsense",
            })
    void refusesStateOfAnotherVersion(String json) {
        assertThatThrownBy(() -> StepState.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepState_Unreadable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\": 99}", "{\"version\": 1, \"step\": {\"clusters\": 1}}", "nonsense"})
    void refusesPendingStepOfAnotherVersion(String json) {
        assertThatThrownBy(() -> PendingStep.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepState_Unreadable());
    }
}
