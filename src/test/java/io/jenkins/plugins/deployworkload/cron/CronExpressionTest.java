package io.jenkins.plugins.deployworkload.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the computed runs with the results of robfig/cron v3.0.1, the library that Kubernetes' CronJob controller
 * uses.
 */
class CronExpressionTest {

    private static final Instant CREATED = Instant.parse("2026-11-24T10:20:30Z");

    private static String next(String schedule, String zone, String time) {
        return CronExpression.parse(schedule, CREATED)
                .next(Instant.parse(time), ZoneId.of(zone))
                .map(Instant::toString)
                .orElse("never");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * *              | 2026-11-24T10:00:00Z | 2026-11-25T03:00:00Z",
                "0 3 * * *              | 2026-11-24T02:59:59Z | 2026-11-24T03:00:00Z",
                "* * * * *              | 2026-11-24T10:00:00Z | 2026-11-24T10:01:00Z",
                "*/15 * * * *           | 2026-11-24T10:50:01Z | 2026-11-24T11:00:00Z",
                "5/20 * * * *           | 2026-11-24T10:26:00Z | 2026-11-24T10:45:00Z",
                "10-30/10,55 * * * *    | 2026-11-24T10:31:00Z | 2026-11-24T10:55:00Z",
                "30 9 * * Mon-Fri       | 2026-11-27T09:30:00Z | 2026-11-30T09:30:00Z",
                "0 0 1 JAN ?            | 2026-11-24T10:00:00Z | 2027-01-01T00:00:00Z",
                "0 0 29 2 *             | 2026-11-24T10:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 31 * *             | 2026-11-24T10:00:00Z | 2026-12-31T00:00:00Z",
                "59 23 31 12 *          | 2026-12-31T23:59:00Z | 2027-12-31T23:59:00Z",
                "@hourly                | 2026-11-24T10:00:00Z | 2026-11-24T11:00:00Z",
                "@midnight              | 2026-11-24T10:00:00Z | 2026-11-25T00:00:00Z",
                "@weekly                | 2026-11-24T10:00:00Z | 2026-11-29T00:00:00Z",
                "@monthly               | 2026-11-24T10:00:00Z | 2026-12-01T00:00:00Z",
                "@yearly                | 2026-11-24T10:00:00Z | 2027-01-01T00:00:00Z",
            })
    void nextRunMatchesAllFields(String schedule, String time, String expected) {
        assertThat(next(schedule, "UTC", time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "either, where both are restricted         | 0 0 13 * 5   | 2026-11-27T00:00:00Z",
                "both, where one is a star                 | 0 0 * * 5    | 2026-11-27T00:00:00Z",
                "a star with a step restricts              | 0 0 */31 * 5 | 2026-11-27T00:00:00Z",
                "a star with a step restricts, the day too | 0 0 */25 * 1 | 2026-11-26T00:00:00Z",
                "a star with a step of one restricts not   | 0 0 */1 * 1  | 2026-11-30T00:00:00Z",
            })
    void combinesDaysLikeCronJobController(String rule, String schedule, String expected) {
        assertThat(next(schedule, "UTC", "2026-11-24T10:00:00Z")).as(rule).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 3 * * *  | Asia/Seoul        | 2026-11-24T10:00:00Z | 2026-11-24T18:00:00Z",
                "0 0 1 * *  | Asia/Seoul        | 2026-11-30T14:59:59Z | 2026-11-30T15:00:00Z",
                "30 5 * * * | Asia/Kolkata      | 2026-11-24T10:00:00Z | 2026-11-25T00:00:00Z",
                "0 22 * * 0 | America/New_York  | 2026-11-24T10:00:00Z | 2026-11-30T03:00:00Z",
            })
    void usesTimeZone(String schedule, String zone, String time, String expected) {
        assertThat(next(schedule, zone, time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // On 29 March, clocks are set from 02:00 to 03:00, so the time 02:30 does not exist.
                "30 2 * * *   | Europe/Berlin    | 2026-03-28T02:00:00Z | 2026-03-30T00:30:00Z",
                "30 * * * *   | Europe/Berlin    | 2026-03-29T00:45:00Z | 2026-03-29T01:30:00Z",
                // On 25 October, clocks are set from 03:00 to 02:00, so the time 02:30 occurs twice.
                "30 2 * * *   | Europe/Berlin    | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z",
                "30 2 * * *   | Europe/Berlin    | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z",
                "30 2 * * *   | Europe/Berlin    | 2026-10-25T01:30:00Z | 2026-10-26T01:30:00Z",
                "*/30 2 * * * | Europe/Berlin    | 2026-10-25T00:30:00Z | 2026-10-25T01:00:00Z",
                "0 9 * * *    | America/New_York | 2026-10-31T14:00:00Z | 2026-11-01T14:00:00Z",
                "30 2 8 3 *   | America/New_York | 2026-03-01T00:00:00Z | 2027-03-08T07:30:00Z",
            })
    void followsDaylightSavingChanges(String schedule, String zone, String time, String expected) {
        assertThat(next(schedule, zone, time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "@every 1h,      2026-11-24T10:20:30Z, 2026-11-24T11:20:30Z",
        "@every 1h,      2026-11-24T13:00:00Z, 2026-11-24T13:20:30Z",
        "@every 1h30m,   2026-11-24T10:20:31Z, 2026-11-24T11:50:30Z",
        "@every 90s,     2026-11-24T10:22:00Z, 2026-11-24T10:23:30Z",
        "@every 1.5h,    2026-11-24T10:20:30Z, 2026-11-24T11:50:30Z",
        "@every 100ms,   2026-11-24T10:20:30Z, 2026-11-24T10:20:31Z",
        "@every 1h,      2026-11-24T09:00:00Z, 2026-11-24T11:20:30Z",
    })
    void everyCountsFromCreation(String schedule, String time, String expected) {
        assertThat(next(schedule, "UTC", time)).isEqualTo(expected);
    }

    @Test
    void findsNoRunForImpossibleDate() {
        assertThat(next("0 0 30 2 *", "UTC", "2026-11-24T10:00:00Z")).isEqualTo("never");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "5-1 * * * *",
                "*/0 * * * *",
                "a * * * *",
                "@reboot",
                "@every",
                "@every x",
                "@every 1h!",
                "TZ=UTC 0 3 * * *",
                "1,,2 * * * *",
                ", * * * *",
                "*-5 * * * *",
                "+5 * * * *",
                "٣ * * * *",
                "1-2-3 * * * *",
                "1/2/3 * * * *",
                "@every 9999999h",
                "@every -1s",
                "@Hourly",
            })
    void rejectsInvalidExpression(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronExpression.parse(text, CREATED));
        assertThat(CronExpression.isValid(text)).isFalse();
    }

    @Test
    void rejectsExpressionLongerThanLimit() {
        String minutes = "1,".repeat(CronExpression.MAX_LENGTH / 2 - 4);
        assertThat(CronExpression.isValid(minutes + "1 * * * *")).isFalse();
        assertThat(CronExpression.isValid(minutes.substring(2) + "11 * * * *")).isTrue();
    }
}
