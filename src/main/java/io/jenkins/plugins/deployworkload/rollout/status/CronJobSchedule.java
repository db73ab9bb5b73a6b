package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Says when a CronJob runs, and when next: whoever has mistyped a schedule or forgot a time zone sees it here. */
public final class CronJobSchedule {

    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm OOOO", Locale.ROOT);

    private CronJobSchedule() {}

    public static String describe(CronJob cron, Instant now) {
        String schedule = cron.getSpec().getSchedule();
        if (Boolean.TRUE.equals(cron.getSpec().getSuspend())) {
            return Messages.CronJobSchedule_suspended(schedule);
        }
        String zone = cron.getSpec().getTimeZone();
        try {
            // Without a zone that of the controller manager's machine counts, which cannot be asked for.
            ZoneId clocks = zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
            Optional<String> next = CronExpression.parse(schedule, lastRunOrCreation(cron, now))
                    .next(now, clocks)
                    .map(time -> TIME_FORMAT.format(time.atZone(clocks)));
            if (next.isEmpty()) {
                return Messages.CronJobSchedule_never(schedule);
            }
            return zone == null
                    ? Messages.CronJobSchedule_next(schedule, next.get())
                    : Messages.CronJobSchedule_nextInTimeZone(schedule, zone, next.get());
        } catch (DateTimeException | IllegalArgumentException e) {
            // The API server has accepted it: it knows zones, or ways to write, that are unknown here.
            return Messages.CronJobSchedule_schedule(schedule);
        }
    }

    private static Instant lastRunOrCreation(CronJob cron, Instant now) {
        String time = cron.getStatus() != null && cron.getStatus().getLastScheduleTime() != null
                ? cron.getStatus().getLastScheduleTime()
                : cron.getMetadata().getCreationTimestamp();
        return time == null ? now : Instant.parse(time);
    }
}
