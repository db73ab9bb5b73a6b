package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running step keeps over a restart. */
class StepMemoryTest {

    private static final String YAML = """
            name: web
            controller: {single: }
            containers: [{name: app, image: nginx, env: [{name: PASSWORD, value: hunter2}]}]
            """;

    private static DeployWorkloadStep step() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlFile.read(YAML, "web.yaml", Workload.class).get(0));
        step.setCredentialsId("mine");
        step.setBuildResult(BuildResult.unstable);
        step.setTimeout("90s");
        return step;
    }

    @Test
    void whatHasBegunComesBack() throws Exception {
        Plan plan = new Plan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
        Begun ended = Deployments.refused(plan, "api", "was refused");
        StepMemory memory = StepMemory.of(step()).with(List.of(ended, new Begun(ended.memory(), null)));

        StepMemory back = StepMemory.fromJson(memory.toJson());

        assertThat(back).isEqualTo(memory);
        assertThat(back.begun("api").orElseThrow().result().message()).isEqualTo("was refused");
        assertThat(back.begun("web")).isEmpty();
    }

    @Test
    void nothingOfTheDescriptionIsInIt() throws Exception {
        assertThat(StepMemory.of(step()).toJson()).doesNotContain("hunter2", "nginx");
    }

    @Test
    void theDescriptionComesBackWithWhatWasFoundForIt() throws Exception {
        DeployWorkloadStep step = step();

        StepDescription unread = StepDescription.fromJson(new StepDescription(step, null).toJson());
        assertThat(Tree.of(unread.step())).isEqualTo(Tree.of(step));
        assertThat(unread.plan()).isNull();

        StepDescription read = StepDescription.fromJson(
                new StepDescription(step, Plan.of(step, "shop", List.of(step.getWorkload()))).toJson());
        assertThat(read.plan().namespace()).isEqualTo("shop");
        assertThat(read.plan().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.plan().workloads())
                .singleElement()
                .satisfies(workload -> assertThat(Tree.of(workload)).isEqualTo(Tree.of(step.getWorkload())));
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
    void whatAnotherVersionHasWrittenIsSaidInASentence(String json) {
        assertThatThrownBy(() -> StepMemory.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepMemory_Unreadable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\": 99}", "{\"version\": 1, \"step\": {\"clusters\": 1}}", "nonsense"})
    void soIsADescriptionOfAnotherVersion(String json) {
        assertThatThrownBy(() -> StepDescription.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepMemory_Unreadable());
    }
}
