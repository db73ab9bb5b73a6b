package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what a job says about its applications. All deploys are of the same application. */
class JobDeploymentsTest {

    private int builds = 100;

    @Test
    void newestHealthyDeployRunsNow() {
        HistoryEntry newest = deployed(Outcome.SUCCEEDED);

        assertThat(current(newest, deployed(Outcome.SUCCEEDED))).containsExactly(newest);
    }

    @Test
    void afterRollbackTheHealthyDeployBeforeRunsNow() {
        HistoryEntry rolledBack = deployed(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK);
        // This deploy was kept, so the rollback went to the deploy before it.
        HistoryEntry kept = deployed(Outcome.TIMED_OUT);
        HistoryEntry healthy = deployed(Outcome.SUCCEEDED);

        assertThat(current(rolledBack, kept, healthy)).containsExactly(healthy);
    }

    @Test
    void imageOfAnotherJobRunsNowAfterRollback() {
        HistoryEntry rolledBack = new DeployedWorkload(
                        "prod",
                        SampleRollout.checkpoint(RolloutOptions.defaults()),
                        SampleRollout.rolledBack("shop/web:1", "other #5"))
                .historyEntry(7);

        assertThat(current(rolledBack)).singleElement().satisfies(entry -> {
            assertThat(entry.images()).containsExactly("shop/web:1");
            assertThat(entry.build()).isEqualTo(7);
        });
        assertThat(new DeployRow(rolledBack, null).getResult())
                .isEqualTo("Failed after 12.3 s; rolled back to the last healthy revision, shop/web:1 from build"
                        + " other #5");
    }

    @Test
    void failedDeployThatWasKeptRunsNow() {
        HistoryEntry kept = deployed(Outcome.FAILED);

        assertThat(current(kept, deployed(Outcome.SUCCEEDED))).containsExactly(kept);
    }

    @Test
    void deployThatWroteNothingChangesNothing() {
        HistoryEntry refused = deployed(Outcome.REFUSED);
        HistoryEntry dryRun =
                deployed(RolloutOptions.defaults().withDryRun(true), Outcome.SUCCEEDED, RecoveryOutcome.NONE);
        HistoryEntry healthy = deployed(Outcome.SUCCEEDED);

        assertThat(current(refused, dryRun, deployed(Outcome.SUPERSEDED), healthy))
                .containsExactly(healthy);
    }

    @Test
    void nothingRunsAfterFirstDeployWasRemoved() {
        assertThat(current(deployed(Outcome.FAILED, RecoveryOutcome.REMOVED))).isEmpty();
    }

    @Test
    void nothingRunsAfterRemoval() {
        assertThat(current(removed(Outcome.SUCCEEDED, false), deployed(Outcome.SUCCEEDED)))
                .isEmpty();
    }

    @Test
    void deployAfterRemovalRunsNow() {
        HistoryEntry again = deployed(Outcome.SUCCEEDED);

        assertThat(current(again, removed(Outcome.SUCCEEDED, false), deployed(Outcome.SUCCEEDED)))
                .containsExactly(again);
    }

    @Test
    void removalThatDidNotSucceedAndDryRunOfRemovalLeaveTheApplication() {
        HistoryEntry healthy = deployed(Outcome.SUCCEEDED);

        assertThat(current(removed(Outcome.SUCCEEDED, true), removed(Outcome.TIMED_OUT, false), healthy))
                .containsExactly(healthy);
    }

    /** Of the application of {@link SampleRollout}. */
    private HistoryEntry removed(Outcome outcome, boolean dryRun) {
        return new HistoryEntry(
                builds--,
                SampleRollout.TIME.toEpochMilli(),
                1,
                "prod",
                "shop",
                "web",
                outcome,
                RecoveryOutcome.NONE,
                dryRun,
                false,
                List.of(),
                true);
    }

    private static List<HistoryEntry> current(HistoryEntry... newestFirst) {
        return JobDeployments.current(List.of(newestFirst));
    }

    private HistoryEntry deployed(Outcome outcome) {
        return deployed(outcome, RecoveryOutcome.NONE);
    }

    private HistoryEntry deployed(Outcome outcome, RecoveryOutcome recovery) {
        return deployed(RolloutOptions.defaults(), outcome, recovery);
    }

    private HistoryEntry deployed(RolloutOptions options, Outcome outcome, RecoveryOutcome recovery) {
        return new DeployedWorkload("prod", SampleRollout.checkpoint(options), SampleRollout.result(outcome, recovery))
                .historyEntry(builds--);
    }
}
