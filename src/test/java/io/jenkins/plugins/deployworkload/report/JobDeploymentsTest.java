package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.JobDeployments.Entry;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what a job says about its applications. All deploys are of the same application. */
class JobDeploymentsTest {

    @Test
    void newestHealthyDeployRunsNow() {
        DeployedWorkload newest = deployed(Outcome.SUCCEEDED);

        assertThat(current(newest, deployed(Outcome.SUCCEEDED))).containsExactly(newest);
    }

    @Test
    void afterRollbackTheHealthyDeployBeforeRunsNow() {
        DeployedWorkload healthy = deployed(Outcome.SUCCEEDED);

        assertThat(current(
                        deployed(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK),
                        // This deploy was kept, so the rollback went to the deploy before it.
                        deployed(Outcome.TIMED_OUT),
                        healthy))
                .containsExactly(healthy);
    }

    @Test
    void failedDeployThatWasKeptRunsNow() {
        DeployedWorkload kept = deployed(Outcome.FAILED);

        assertThat(current(kept, deployed(Outcome.SUCCEEDED))).containsExactly(kept);
    }

    @Test
    void deployThatWroteNothingChangesNothing() {
        DeployedWorkload healthy = deployed(Outcome.SUCCEEDED);
        DeployedWorkload dryRun = new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults().withDryRun(true)),
                SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE));

        assertThat(current(deployed(Outcome.REFUSED), dryRun, deployed(Outcome.SUPERSEDED), healthy))
                .containsExactly(healthy);
    }

    @Test
    void nothingRunsAfterFirstDeployWasRemoved() {
        assertThat(current(deployed(Outcome.FAILED, RecoveryOutcome.REMOVED))).isEmpty();
    }

    @Test
    void figuresCountDeploysWithVerdict() {
        JobDeployments deployments = deployments(
                taking(1),
                taking(2),
                taking(3),
                taking(40),
                deployed(Outcome.FAILED),
                deployed(Outcome.ABORTED),
                deployed(Outcome.SUPERSEDED));

        assertThat(deployments.getCount()).isEqualTo(5);
        assertThat(deployments.getFailureShare()).isEqualTo(20);
        assertThat(deployments.getMedianDuration()).isEqualTo("2.0 s");
        assertThat(deployments.getLongDuration()).isEqualTo("40.0 s");
    }

    @Test
    void figuresWithoutDeploysAreEmpty() {
        JobDeployments deployments = deployments(deployed(Outcome.ABORTED));

        assertThat(deployments.getFailureShare()).isZero();
        assertThat(deployments.getMedianDuration()).isEmpty();
    }

    private static List<DeployedWorkload> current(DeployedWorkload... newestFirst) {
        return deployments(newestFirst).getCurrent().stream()
                .map(Entry::workload)
                .toList();
    }

    private static JobDeployments deployments(DeployedWorkload... newestFirst) {
        return new JobDeployments(Arrays.stream(newestFirst)
                .map(workload -> new Entry(null, workload))
                .toList());
    }

    private static DeployedWorkload deployed(Outcome outcome) {
        return deployed(outcome, RecoveryOutcome.NONE);
    }

    private static DeployedWorkload deployed(Outcome outcome, RecoveryOutcome recovery) {
        return new DeployedWorkload(
                "prod", SampleRollout.checkpoint(RolloutOptions.defaults()), SampleRollout.result(outcome, recovery));
    }

    private static DeployedWorkload taking(int seconds) {
        return new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults()),
                SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE, Duration.ofSeconds(seconds)));
    }
}
