package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.jenkins.plugins.deployworkload.cron.CronExpression;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes the schedule and the next run of a CronJob. The next run helps users to notice a mistyped schedule or a
 * missing time zone.
 */
public final class CronJobSchedule {

    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm OOOO", Locale.ROOT);

    private CronJobSchedule() {}

    public static String describe(CronJob cronJob, Instant now) {
        String schedule = Objects.requireNonNullElse(cronJob.getSpec().getSchedule(), "");
        if (Boolean.TRUE.equals(cronJob.getSpec().getSuspend())) {
            return Messages.CronJobSchedule_suspended(schedule);
        }
        String zone = cronJob.getSpec().getTimeZone();
        try {
            // Without timeZone, the schedule uses the local time zone of the controller manager. Clients cannot find
            // out this time zone.
            ZoneId clockZone = zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
            Optional<String> next = CronExpression.parse(schedule, lastRunOrCreation(cronJob, now))
                    .next(now, clockZone)
                    .map(time -> TIME_FORMAT.format(time.atZone(clockZone)));
            if (next.isEmpty()) {
                return Messages.CronJobSchedule_never(schedule);
            }
            return zone == null
                    ? Messages.CronJobSchedule_next(schedule, next.get())
                    : Messages.CronJobSchedule_nextInTimeZone(schedule, zone, next.get());
        } catch (DateTimeException | IllegalArgumentException e) {
            // The API server has accepted the schedule, but Java does not support its time zone or notation.
            return Messages.CronJobSchedule_schedule(schedule);
        }
    }

    private static Instant lastRunOrCreation(CronJob cronJob, Instant now) {
        String time = cronJob.getStatus() != null && cronJob.getStatus().getLastScheduleTime() != null
                ? cronJob.getStatus().getLastScheduleTime()
                : cronJob.getMetadata().getCreationTimestamp();
        return time == null ? now : Instant.parse(time);
    }
}
