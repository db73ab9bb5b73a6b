package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.execution.StepState.StartedRollout;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of a rollout that a restarted Jenkins cannot take up again. */
class AbandonedRolloutTest {

    private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void recordsAppliedRolloutAsUnknownStatus() {
        DeployedWorkload kept =
                kept(RolloutGroup.abandoned(new StartedRollout(memory(null), null), "the cluster is gone"));

        assertThat(kept.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(kept.getMessage()).contains("was applied").endsWith("the cluster is gone");
        assertThat(kept.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:2");
        assertThat(kept.getRevision()).isEqualTo("revision-1");
        assertThat(kept.getStartedAt()).isEqualTo(BEGAN.toEpochMilli());
        assertThat(kept.isRunning()).isFalse();
    }

    @Test
    void recordsOriginalFailureOfInterruptedRollback() {
        RolloutCheckpoint.FailedDeploy failed = new RolloutCheckpoint.FailedDeploy(
                Outcome.TIMED_OUT, "it was too slow", List.of(object("nginx:3")), List.of(), null);

        DeployedWorkload kept =
                kept(RolloutGroup.abandoned(new StartedRollout(memory(failed), null), "the cluster is gone"));

        assertThat(kept.getOutcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(kept.getRecovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(kept.getMessage()).startsWith("it was too slow").endsWith("the cluster is gone");
        assertThat(kept.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:3");
    }

    @Test
    void finishedRolloutStaysUnchanged() {
        RolloutResult result = new RolloutResult(
                Outcome.SUCCEEDED, "it runs", List.of(), List.of(), RecoveryOutcome.NONE, BEGAN, Duration.ZERO);
        StartedRollout ended = new StartedRollout(memory(null), result);

        assertThat(RolloutGroup.abandoned(ended, "the cluster is gone")).isSameAs(ended);
    }

    private static DeployedWorkload kept(StartedRollout begun) {
        return new DeployedWorkload("prod", begun.checkpoint(), begun.result());
    }

    private static AppliedObject object(String image) {
        return new AppliedObject(
                "apps/v1",
                "Deployment",
                "shop",
                "web",
                "uid",
                1,
                "2",
                AppliedObject.Operation.UPDATED,
                Map.of("app", image));
    }

    private static RolloutCheckpoint memory(RolloutCheckpoint.FailedDeploy failed) {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(object("nginx:2"), "hash", null)),
                BEGAN,
                BEGAN,
                RolloutOptions.defaults(),
                "revision-1",
                failed);
    }
}
