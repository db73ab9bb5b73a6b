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

/** Tests the recorded result of a rollout that cannot be resumed after a restart. */
class AbandonedRolloutTest {

    private static final Instant STARTED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void recordsAppliedRolloutAsUnknownStatus() {
        DeployedWorkload workload =
                deployed(RolloutGroup.abandoned(new StartedRollout(checkpoint(null), null), "cluster not found"));

        assertThat(workload.getOutcome()).isEqualTo(Outcome.REFUSED);
        assertThat(workload.getMessage()).contains("Their status is unknown").endsWith("cluster not found");
        assertThat(workload.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:2");
        assertThat(workload.getRevision()).isEqualTo("revision-1");
        assertThat(workload.getStartedAt()).isEqualTo(STARTED_AT.toEpochMilli());
        assertThat(workload.isRunning()).isFalse();
    }

    @Test
    void recordsOriginalFailureOfInterruptedRollback() {
        RolloutCheckpoint.FailedDeploy failed = new RolloutCheckpoint.FailedDeploy(
                Outcome.TIMED_OUT, "deadline exceeded", List.of(object("nginx:3")), List.of(), null);

        DeployedWorkload workload =
                deployed(RolloutGroup.abandoned(new StartedRollout(checkpoint(failed), null), "cluster not found"));

        assertThat(workload.getOutcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(workload.getRecovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(workload.getMessage()).startsWith("deadline exceeded").endsWith("cluster not found");
        assertThat(workload.getImages()).extracting(DeployedImage::getImage).containsExactly("nginx:3");
    }

    @Test
    void finishedRolloutStaysUnchanged() {
        RolloutResult result = new RolloutResult(
                Outcome.SUCCEEDED, "healthy", List.of(), List.of(), RecoveryOutcome.NONE, STARTED_AT, Duration.ZERO);
        StartedRollout ended = new StartedRollout(checkpoint(null), result);

        assertThat(RolloutGroup.abandoned(ended, "cluster not found")).isSameAs(ended);
    }

    private static DeployedWorkload deployed(StartedRollout started) {
        return new DeployedWorkload("prod", started.checkpoint(), started.result());
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

    private static RolloutCheckpoint checkpoint(RolloutCheckpoint.FailedDeploy failed) {
        return new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(object("nginx:2"), "hash", "1.2.3", null)),
                STARTED_AT,
                STARTED_AT,
                RolloutOptions.defaults(),
                "revision-1",
                failed);
    }
}
