package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the state that a running step saves for a restart. */
class StepStateTest {

    private static final String YAML = """
            name: web
            controller: {single: }
            containers: [{name: app, image: nginx, env: [{name: PASSWORD, value: hunter2}]}]
            """;

    private static DeployRequest request() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(YAML, "web.yaml", Workload.class).get(0));
        step.setCredentialsId("mine");
        step.setBuildResult(BuildResult.unstable);
        step.setTimeout("90s");
        step.setSkipPublishingChecks(true);
        return step.request();
    }

    @Test
    void startedRolloutsSurviveSerialization() throws Exception {
        DeploymentPlan plan = new DeploymentPlan("shop", Duration.ofMinutes(1), RolloutOptions.defaults(), List.of());
        StartedRollout ended = RolloutGroup.refused(plan, "api", "quota exceeded");
        StepState state = StepState.of(request()).with(List.of(ended, new StartedRollout(ended.checkpoint(), null)));

        StepState restored = StepState.fromJson(state.toJson());

        assertThat(restored).isEqualTo(state);
        assertThat(restored.started("api").orElseThrow().result().message()).isEqualTo("quota exceeded");
        assertThat(restored.started("web")).isEmpty();
    }

    @Test
    void stateContainsNoWorkload() throws Exception {
        assertThat(StepState.of(request()).toJson()).doesNotContain("hunter2", "nginx");
    }

    @Test
    void pendingStepSurvivesSerializationWithItsPlan() throws Exception {
        DeployRequest request = request();

        PendingStep unplanned = PendingStep.fromJson(new PendingStep(request, null).toJson());
        assertSame(unplanned.request(), request);
        assertThat(unplanned.plan()).isNull();

        PendingStep planned = PendingStep.fromJson(
                new PendingStep(request, DeploymentPlan.of(request, "shop", List.of(request.workload()))).toJson());
        assertSame(planned.request(), request);
        assertThat(planned.plan().namespace()).isEqualTo("shop");
        assertThat(planned.plan().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(planned.plan().options()).isEqualTo(request.options());
        assertThat(planned.plan().workloads())
                .singleElement()
                .satisfies(workload ->
                        assertThat(TreeWriter.toTree(workload)).isEqualTo(TreeWriter.toTree(request.workload())));
    }

    @Test
    void pendingStepSurvivesSerializationWithEveryParameter() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setNamespace("shop");
        step.setFile("deploy/*.yaml");
        step.setImages(List.of(Binder.bind(
                new ObjectMapper().readTree("{\"container\": \"app\", \"image\": {\"fromBuild\": {}}}"),
                ImageOverride.class)));
        step.setOnFailure(FailurePolicy.rollback);
        step.setPrune(true);
        step.setReplace(true);
        step.setAdopt(true);
        step.setForceConflicts(true);
        step.setDryRun(true);
        DeployRequest request = step.request();

        assertSame(PendingStep.fromJson(new PendingStep(request, null).toJson()).request(), request);
    }

    @Test
    void pendingStepOfAStoredRevisionSurvivesSerialization() throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setName("web");
        step.setRevision("12");
        DeployRequest request = step.request();

        PendingStep planned =
                PendingStep.fromJson(new PendingStep(request, DeploymentPlan.ofRevision(request, "shop")).toJson());

        assertSame(planned.request(), request);
        assertThat(planned.plan().revision()).isEqualTo(request.revision());
        assertThat(planned.plan().names()).containsExactly("web");
    }

    /** Compares requests by the JSON of their sections, because sections have no {@code equals}. */
    private static void assertSame(DeployRequest actual, DeployRequest expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFields("workload", "images")
                .isEqualTo(expected);
        assertThat(trees(actual)).isEqualTo(trees(expected));
    }

    private static List<JsonNode> trees(DeployRequest request) {
        List<JsonNode> trees = new ArrayList<>();
        request.images().forEach(image -> trees.add(TreeWriter.toTree(image)));
        if (request.workload() != null) {
            trees.add(TreeWriter.toTree(request.workload()));
        }
        return trees;
    }

    /** A downgrade of the plugin leaves a newer checkpoint. The rollout of another workload still continues. */
    @Test
    void rolloutWithNewerCheckpointEndsAsFailed() throws Exception {
        StartedRollout waiting = waiting("web");
        String json =
                StepState.of(request()).with(List.of(waiting, waiting("api"))).toJson();
        String newer = json.replace(
                escaped(waiting("api")), escaped(waiting("api")).replace("version\\\":3", "version\\\":4"));

        StepState restored = StepState.fromJson(newer);

        assertThat(newer).isNotEqualTo(json);
        assertThat(restored.started("web")).contains(waiting);
        RolloutResult ended = restored.started("api").orElseThrow().result();
        assertThat(ended.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.message())
                .isEqualTo("The saved state of this deploy has format 4, which a newer version of the plugin wrote, so"
                        + " the wait for healthy objects cannot be resumed. The applied objects stay in the cluster."
                        + " Deploy again.");
        assertThat(restored.started("api").orElseThrow().checkpoint().namespace())
                .isEqualTo("shop");
        assertThat(StepState.fromJson(restored.toJson())).isEqualTo(restored);
    }

    @Test
    void rolloutWithDamagedCheckpointEndsAsFailed() throws Exception {
        String json = StepState.of(request()).with(List.of(waiting("web"))).toJson();

        RolloutResult ended = StepState.fromJson(json.replace("startedAt", "beganAt"))
                .started("web")
                .orElseThrow()
                .result();

        assertThat(ended.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.message())
                .isEqualTo("The saved state of this deploy is unreadable, so the wait for healthy objects cannot be"
                        + " resumed. The applied objects stay in the cluster. Deploy again.");
    }

    @Test
    void ignoresUnknownFields() throws Exception {
        StepState state = StepState.of(request()).with(List.of(waiting("web")));

        assertThat(StepState.fromJson(state.toJson().replace("{\"version\"", "{\"later\":[],\"version\"")))
                .isEqualTo(state);
    }

    private static StartedRollout waiting(String workload) {
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
        return new StartedRollout(
                new RolloutCheckpoint(
                        RolloutCheckpoint.VERSION,
                        "shop",
                        workload,
                        true,
                        List.of(),
                        time,
                        time,
                        RolloutOptions.defaults(),
                        "revision-" + workload,
                        null),
                null);
    }

    /** The checkpoint as a JSON string. */
    private static String escaped(StartedRollout rollout) {
        return TextNode.valueOf(rollout.checkpoint().toJson()).toString();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "{\"version\": 1, \"rollouts\": []}",
                "{\"version\": 2, \"cluster\": \"prod\", \"rollouts\": [{\"checkpoint\": \"{\\\"version\\\": 99}\"}]}",
                "{\"version\": 2, \"cluster\": \"prod\", \"rollouts\": [{\"checkpoint\": \"nonsense\"}]}",
                "{\"version\": 2, \"cluster\": \"prod\", \"buildResult\": \"green\"}",
                "nonsense",
            })
    void refusesStateOfAnotherVersion(String json) {
        assertThatThrownBy(() -> StepState.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepState_unreadable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\": 99}",
                "{\"version\": 1, \"step\": {\"cluster\": \"prod\"}}",
                "{\"version\": 2}",
                "{\"version\": 2, \"request\": {\"timeout\": \"PT1M\", \"options\": {\"unknown\": 1}}}",
                "{\"version\": 2, \"request\": {\"timeout\": \"PT1M\", \"workload\": {\"unknown\": 1}}}",
                "{\"version\": 2, \"request\": {\"timeout\": \"PT1M\", \"buildResult\": \"green\"}}",
                "nonsense",
            })
    void refusesPendingStepOfAnotherVersion(String json) {
        assertThatThrownBy(() -> PendingStep.fromJson(json))
                .isInstanceOf(AbortException.class)
                .hasMessage(Messages.StepState_unreadable());
    }
}
