package io.jenkins.plugins.deployworkload.report.history;

import io.jenkins.plugins.deployworkload.report.history.HistoryEntry.Application;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of a job's deploys, week by week. Deploys without a verdict of their own do not count. */
public final class DeployTrend {

    static final int WEEKS = 12;

    /**
     * The figures of deploys.
     *
     * @param deploys the number of deploys
     * @param failures the number of those that did not succeed
     * @param median the duration that half of the healthy deploys did not exceed; empty without such a deploy
     * @param p90 the duration that 90 percent of the healthy deploys did not exceed
     * @param recovery the median time from the start of a failed deploy until the application was healthy again
     */
    public record Figures(
            int deploys, int failures, Optional<Duration> median, Optional<Duration> p90, Optional<Duration> recovery) {

        /** The share of the deploys that did not succeed, in percent. */
        public int failureShare() {
            return deploys == 0 ? 0 : Math.round(100f * failures / deploys);
        }
    }

    /** @param monday the first day of the week */
    public record Week(LocalDate monday, Figures figures) {}

    /** An application that was healthy again. */
    private record Recovery(long recoveredAt, Duration duration) {}

    private final List<HistoryEntry> oldestFirst;
    private final List<Recovery> recoveries;

    /** @param newestFirst the deploys of a job */
    public DeployTrend(List<HistoryEntry> newestFirst) {
        oldestFirst =
                newestFirst.reversed().stream().filter(HistoryEntry::isJudged).toList();
        recoveries = recoveries(oldestFirst);
    }

    /** The figures of all deploys. */
    public Figures all() {
        return figures(oldestFirst, recoveries);
    }

    /** The last weeks, the newest last. */
    public List<Week> weeks(Instant now, ZoneId zone) {
        LocalDate current = monday(now.toEpochMilli(), zone);
        List<Week> weeks = new ArrayList<>();
        for (int ago = WEEKS - 1; ago >= 0; ago--) {
            LocalDate monday = current.minusWeeks(ago);
            weeks.add(new Week(
                    monday,
                    figures(
                            oldestFirst.stream()
                                    .filter(entry ->
                                            monday(entry.startedAt(), zone).equals(monday))
                                    .toList(),
                            recoveries.stream()
                                    .filter(recovery ->
                                            monday(recovery.recoveredAt, zone).equals(monday))
                                    .toList())));
        }
        return weeks;
    }

    private static LocalDate monday(long time, ZoneId zone) {
        return Instant.ofEpochMilli(time)
                .atZone(zone)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static Figures figures(List<HistoryEntry> deploys, List<Recovery> recovered) {
        List<Duration> durations = deploys.stream()
                .filter(HistoryEntry::isHealthy)
                .map(entry -> Duration.ofMillis(entry.duration()))
                .sorted()
                .toList();
        return new Figures(
                deploys.size(),
                (int) deploys.stream().filter(HistoryEntry::isFailure).count(),
                quantile(durations, 0.5),
                quantile(durations, 0.9),
                quantile(recovered.stream().map(Recovery::duration).sorted().toList(), 0.5));
    }

    private static Optional<Duration> quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }

    /** A refused deploy has changed nothing, so that there is nothing to recover from. */
    private static List<Recovery> recoveries(List<HistoryEntry> oldestFirst) {
        Map<Application, Long> failedSince = new HashMap<>();
        List<Recovery> recoveries = new ArrayList<>();
        for (HistoryEntry entry : oldestFirst) {
            if (entry.isFailure() && entry.outcome() != Outcome.REFUSED) {
                failedSince.putIfAbsent(entry.application(), entry.startedAt());
            }
            if (entry.isHealthy() || entry.recovery() == RecoveryOutcome.ROLLED_BACK) {
                Long since = failedSince.remove(entry.application());
                if (since != null) {
                    long millis = Math.max(0, entry.endedAt() - since);
                    recoveries.add(new Recovery(entry.endedAt(), Duration.ofMillis(millis)));
                }
            }
        }
        return recoveries;
    }
}
