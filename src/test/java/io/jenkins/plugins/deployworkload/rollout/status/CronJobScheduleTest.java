package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.jenkins.plugins.deployworkload.rollout.TestObjects;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CronJobScheduleTest {

    private static final Instant CREATED = Instant.parse("2026-11-24T10:20:30Z");

    private static String describe(String schedule, String zone, Boolean suspended) {
        CronJob cron = TestObjects.cronJob(TestObjects.podTemplate("report:1"));
        cron.getSpec().setSchedule(schedule);
        cron.getSpec().setTimeZone(zone);
        cron.getSpec().setSuspend(suspended);
        return CronJobSchedule.describe(cron, CREATED);
    }

    @Test
    void describesNextRunInTimeZone() {
        assertThat(describe("0 3 * * *", "Asia/Seoul", null))
                .isEqualTo("schedule \"0 3 * * *\" in Asia/Seoul, next run 2026-11-25 03:00 GMT+09:00");
        assertThat(describe("0 3 * * *", null, false))
                .isEqualTo("schedule \"0 3 * * *\", next run 2026-11-25 03:00 GMT if the control plane uses UTC"
                        + " (timeZone is not set)");
    }

    @Test
    void describesSuspendedAndNeverRunning() {
        assertThat(describe("0 3 * * *", null, true)).isEqualTo("suspended, schedule \"0 3 * * *\"");
        assertThat(describe("0 0 31 2 *", "UTC", null)).isEqualTo("schedule \"0 0 31 2 *\", no run within five years");
    }

    @Test
    void omitsNextRunForUnknownTimeZone() {
        assertThat(describe("0 3 * * *", "Moon/Tranquility", null)).isEqualTo("schedule \"0 3 * * *\"");
    }
}
