package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.deployworkload.report.DeploymentView.Bar;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.TimelineEntry;
import io.jenkins.plugins.deployworkload.report.progress.Phase;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests how pages show the progress and the result of a deploy. */
class DeploymentViewTest {

    private static final long START = SampleRollout.TIME.toEpochMilli();

    @Test
    void barsFillTheTimelineUntilNow() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.WAITING,
                        0,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START + 1000, Phase.APPLYING, null),
                        new TimelineEntry(START + 2000, Phase.WAITING, null),
                        new TimelineEntry(START + 3000, null, "It crashes.")),
                START + 4000);

        assertThat(view.getBars())
                .extracting(Bar::phase, Bar::from, Bar::width)
                .containsExactly(
                        tuple(Phase.PREPARING, 0, 250),
                        tuple(Phase.APPLYING, 250, 250),
                        tuple(Phase.WAITING, 500, 500));
        assertThat(view.getMarks()).containsExactly(750);
        assertThat(view.isCountingDown()).isTrue();
    }

    @Test
    void barsOfEndedDeployDoNotGrow() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.ENDED,
                        START + 2000,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START + 1000, Phase.ROLLING_BACK, null),
                        new TimelineEntry(START + 2000, Phase.ENDED, null)),
                START + 1_000_000);

        assertThat(view.getBars())
                .extracting(Bar::getStyle, Bar::getFrom, Bar::getWidth)
                .containsExactly(
                        tuple("deploy-workload-bar--preparing", 0, 500),
                        tuple("deploy-workload-bar--rolling-back", 500, 500));
        assertThat(view.isCountingDown()).isFalse();
    }

    @Test
    void clockThatGoesBackDrawsNothingOutside() {
        DeploymentView view = new DeploymentView(
                progress(
                        Phase.APPLYING,
                        0,
                        new TimelineEntry(START, Phase.PREPARING, null),
                        new TimelineEntry(START - 5000, Phase.APPLYING, null)),
                START - 10_000);

        assertThat(view.getBars()).allSatisfy(bar -> {
            assertThat(bar.from()).isBetween(0, 1000);
            assertThat(bar.width()).isBetween(1, 1000);
        });
    }

    @Test
    void deployWithoutWaitIsNotShownAsHealthy() {
        DeployedWorkload detached = new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults().withDetached(true)),
                SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE));

        assertThat(detached.getIcon()).isEqualTo("symbol-status-nobuilt");
        assertThat(detached.getResult()).isEqualTo("Applied after 12.3 s, not waited for");
    }

    private static DeploymentProgress progress(Phase phase, long endedAt, TimelineEntry... timeline) {
        return new DeploymentProgress(
                1,
                "prod",
                "shop",
                "web",
                false,
                phase,
                START,
                START + 60_000,
                endedAt,
                null,
                List.of(),
                List.of(timeline));
    }
}
