package io.jenkins.plugins.deployworkload.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.report.history.DeployTrend.Figures;
import io.jenkins.plugins.deployworkload.report.history.DeployTrend.Week;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployTrendTest {

    /** A Wednesday. */
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    private final List<HistoryEntry> newestFirst = new ArrayList<>();

    private void add(Instant start, Duration duration, Outcome outcome, RecoveryOutcome recovery, boolean dryRun) {
        newestFirst.addFirst(new HistoryEntry(
                1,
                start.toEpochMilli(),
                duration.toMillis(),
                "prod",
                "shop",
                "web",
                outcome,
                recovery,
                dryRun,
                false,
                List.of(),
                false));
    }

    private void add(String start, int seconds, Outcome outcome) {
        add(Instant.parse(start), Duration.ofSeconds(seconds), outcome, RecoveryOutcome.NONE, false);
    }

    private List<Week> weeks() {
        return new DeployTrend(newestFirst).weeks(NOW, ZoneOffset.UTC);
    }

    @Test
    void figuresCountDeploysWithVerdict() {
        add("2026-03-02T10:00:00Z", 1, Outcome.SUCCEEDED);
        add("2026-03-02T11:00:00Z", 2, Outcome.SUCCEEDED);
        add("2026-03-02T12:00:00Z", 3, Outcome.SUCCEEDED);
        add("2026-03-02T13:00:00Z", 40, Outcome.SUCCEEDED);
        add("2026-03-02T14:00:00Z", 600, Outcome.FAILED);
        add("2026-03-02T15:00:00Z", 1, Outcome.ABORTED);
        add("2026-03-02T16:00:00Z", 1, Outcome.SUPERSEDED);
        add(NOW, Duration.ofSeconds(1), Outcome.SUCCEEDED, RecoveryOutcome.NONE, true);

        newestFirst.addFirst(new HistoryEntry(
                2,
                NOW.toEpochMilli(),
                1,
                "prod",
                "shop",
                "web",
                Outcome.SUCCEEDED,
                RecoveryOutcome.NONE,
                false,
                false,
                List.of(),
                true));

        Figures figures = new DeployTrend(newestFirst).all();

        assertThat(figures.deploys()).as("without the removal").isEqualTo(5);
        assertThat(figures.failureShare()).isEqualTo(20);
        assertThat(figures.median()).contains(Duration.ofSeconds(2));
        assertThat(figures.p90()).contains(Duration.ofSeconds(40));
        assertThat(figures.recovery()).isEmpty();
    }

    @Test
    void weeksBeginOnMonday() {
        add("2025-12-01T10:00:00Z", 1, Outcome.SUCCEEDED);
        add("2026-02-22T23:59:59Z", 1, Outcome.SUCCEEDED);
        add("2026-02-23T00:00:00Z", 1, Outcome.SUCCEEDED);
        add("2026-03-01T23:59:59Z", 1, Outcome.FAILED);
        add("2026-03-02T00:00:00Z", 1, Outcome.SUCCEEDED);

        assertThat(weeks()).hasSize(12);
        assertThat(weeks().getLast().monday()).isEqualTo(LocalDate.of(2026, 3, 2));
        assertThat(weeks().subList(9, 12))
                .extracting(week -> week.figures().deploys())
                .containsExactly(1, 2, 1);
        assertThat(weeks().get(10).figures().failureShare()).isEqualTo(50);
        assertThat(weeks().getFirst().figures().deploys()).isZero();
    }

    @Test
    void recoveryLastsFromTheFirstFailureToTheNextHealthyDeploy() {
        add("2026-03-02T10:00:00Z", 60, Outcome.FAILED);
        add("2026-03-02T10:30:00Z", 60, Outcome.TIMED_OUT);
        add("2026-03-02T11:00:00Z", 60, Outcome.SUCCEEDED);
        add("2026-03-02T12:00:00Z", 60, Outcome.SUCCEEDED);

        assertThat(weeks().getLast().figures().recovery()).contains(Duration.ofMinutes(61));
    }

    @Test
    void rollbackRecoversTheApplication() {
        add(
                Instant.parse("2026-03-02T10:00:00Z"),
                Duration.ofSeconds(90),
                Outcome.FAILED,
                RecoveryOutcome.ROLLED_BACK,
                false);
        add("2026-03-02T11:00:00Z", 60, Outcome.SUCCEEDED);

        assertThat(weeks().getLast().figures().recovery()).contains(Duration.ofSeconds(90));
    }

    @Test
    void refusedDeployIsNotRecoveredFrom() {
        add("2026-03-02T10:00:00Z", 1, Outcome.REFUSED);
        add("2026-03-02T11:00:00Z", 60, Outcome.SUCCEEDED);

        assertThat(weeks().getLast().figures().recovery()).isEmpty();
        assertThat(weeks().getLast().figures().failures()).isEqualTo(1);
    }
}
