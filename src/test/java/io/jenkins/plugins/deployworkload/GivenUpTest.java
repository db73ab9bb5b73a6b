package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.StepMemory.Begun;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutMemory;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of a rollout that a restarted Jenkins cannot take up again. */
class GivenUpTest {

    private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void whatWasAppliedIsKeptAndThatNobodySeesItRun() {
        DeployedWorkload kept = kept(Deployments.givenUp(new Begun(memory(null), null), "the cluster is gone"));

        assertThat(kept.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(kept.getMessage()).contains("was applied").endsWith("the cluster is gone");
        assertThat(kept.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:2");
        assertThat(kept.getRevision()).isEqualTo("revision-1");
        assertThat(kept.getStartedAt()).isEqualTo(BEGAN.toEpochMilli());
        assertThat(kept.isRunning()).isFalse();
    }

    @Test
    void ofOneThatWasBeingUndoneItIsKeptHowItHadFailed() {
        RolloutMemory.Failed failed = new RolloutMemory.Failed(
                Outcome.TIMED_OUT, "it was too slow", List.of(object("nginx:3")), List.of(), null);

        DeployedWorkload kept = kept(Deployments.givenUp(new Begun(memory(failed), null), "the cluster is gone"));

        assertThat(kept.getOutcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(kept.getAftermath()).isEqualTo(Aftermath.NOT_UNDONE);
        assertThat(kept.getMessage()).startsWith("it was too slow").endsWith("the cluster is gone");
        assertThat(kept.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:3");
    }

    @Test
    void whatHadEndedStaysAsItIs() {
        RolloutResult result = new RolloutResult(
                Outcome.SUCCEEDED, "it runs", List.of(), List.of(), Aftermath.NONE, BEGAN, Duration.ZERO);
        Begun ended = new Begun(memory(null), result);

        assertThat(Deployments.givenUp(ended, "the cluster is gone")).isSameAs(ended);
    }

    private static DeployedWorkload kept(Begun begun) {
        return new DeployedWorkload("prod", begun.memory(), begun.result());
    }

    private static RolledObject object(String image) {
        return new RolledObject(
                "apps/v1",
                "Deployment",
                "shop",
                "web",
                "uid",
                1,
                "2",
                RolledObject.Operation.CHANGED,
                Map.of("app", image));
    }

    private static RolloutMemory memory(RolloutMemory.Failed failed) {
        return new RolloutMemory(
                RolloutMemory.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutMemory.Item(object("nginx:2"), "hash", null)),
                BEGAN,
                BEGAN,
                RolloutOptions.defaults(),
                "revision-1",
                failed);
    }
}
