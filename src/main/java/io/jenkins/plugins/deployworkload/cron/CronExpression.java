package io.jenkins.plugins.deployworkload.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The schedule of a CronJob, with the same rules as in the CronJob controller: five fields, or a macro such as
 * {@code @hourly}. A time zone in the schedule is invalid, because a CronJob has the separate field {@code timeZone}.
 * When clocks are set forward for daylight saving time, the skipped local times have no run. When clocks are set back,
 * the repeated local times have two runs. If day of month and day of week are both restricted, a day matches if at
 * least one of the two fields matches. One difference is known: on a day on which a time zone skips midnight or half an
 * hour, the controller may run a Job later than this class computes.
 *
 * @see <a href="https://github.com/robfig/cron/blob/v3.0.1/spec.go">the library of Kubernetes' CronJob controller</a>
 */
public sealed interface CronExpression {

    /**
     * The maximum length of a schedule, in characters. Kubernetes has no limit, but even a schedule that lists every
     * value of every field has only about 500 characters.
     */
    int MAX_LENGTH = 1024;

    /** The time of the first run after {@code time}; empty if there is no run within five years. */
    Optional<Instant> next(Instant time, ZoneId zone);

    /**
     * Whether Kubernetes accepts the text as a schedule. A text that is longer than {@link #MAX_LENGTH} is always
     * invalid.
     */
    static boolean isValid(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        try {
            parse(text, Instant.EPOCH);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @param start the time of the CronJob's last run, or its creation time before the first run. The intervals of
     *     {@code @every} start at this time
     * @throws IllegalArgumentException if the text is not a schedule
     */
    static CronExpression parse(String text, Instant start) {
        if (text.startsWith(FixedInterval.PREFIX)) {
            return new FixedInterval(FixedInterval.interval(text.substring(FixedInterval.PREFIX.length())), start);
        }
        String fields = text.startsWith("@") ? CalendarFields.DESCRIPTORS.get(text) : text.strip();
        if (fields == null) {
            throw new IllegalArgumentException(text);
        }
        return new CalendarFields(fields.split("\\s+"));
    }

    /** Runs at a fixed interval. */
    record FixedInterval(Duration interval, Instant start) implements CronExpression {

        private static final String PREFIX = "@every ";
        private static final Pattern PART = Pattern.compile("\\G([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");
        private static final Map<String, Double> SECONDS =
                Map.of("ns", 1e-9, "us", 1e-6, "µs", 1e-6, "ms", 1e-3, "s", 1.0, "m", 60.0, "h", 3600.0);

        /** The longest duration in Go, which stores nanoseconds in a {@code long}. */
        private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

        /**
         * Reads a duration in Go's notation, such as {@code 1h30m}. Fractions of a second are dropped; the minimum is
         * one second.
         */
        private static Duration interval(String text) {
            Matcher part = PART.matcher(text);
            double seconds = 0;
            int end = 0;
            while (part.find()) {
                seconds += Double.parseDouble(part.group(1)) * SECONDS.get(part.group(2));
                end = part.end();
            }
            if (end == 0 || end < text.length() || seconds > MAX_SECONDS) {
                throw new IllegalArgumentException(text);
            }
            return Duration.ofSeconds(Math.max(1, (long) seconds));
        }

        @Override
        public Optional<Instant> next(Instant time, ZoneId zone) {
            long passed = Math.max(0, Duration.between(start, time).getSeconds() / interval.getSeconds());
            return Optional.of(start.plus(interval.multipliedBy(passed + 1)));
        }
    }

    /** A schedule of five fields: minute, hour, day of month, month, day of week. */
    final class CalendarFields implements CronExpression {

        private static final Map<String, String> DESCRIPTORS = Map.of(
                "@yearly", "0 0 1 1 *",
                "@annually", "0 0 1 1 *",
                "@monthly", "0 0 1 * *",
                "@weekly", "0 0 * * 0",
                "@daily", "0 0 * * *",
                "@midnight", "0 0 * * *",
                "@hourly", "0 * * * *");

        private static final List<String> MONTHS =
                List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
        private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

        private static final int MAX_YEARS = 5;

        private final Field minutes;
        private final Field hours;
        private final Field days;
        private final Field months;
        private final Field weekdays;

        private CalendarFields(String[] fields) {
            if (fields.length != 5) {
                throw new IllegalArgumentException(String.join(" ", fields));
            }
            minutes = Field.parse(fields[0], 0, 59, List.of());
            hours = Field.parse(fields[1], 0, 23, List.of());
            days = Field.parse(fields[2], 1, 31, List.of());
            months = Field.parse(fields[3], 1, 12, MONTHS);
            weekdays = Field.parse(fields[4], 0, 6, DAYS);
        }

        @Override
        public Optional<Instant> next(Instant time, ZoneId zone) {
            LocalDate today = LocalDate.ofInstant(time, zone);
            return today.datesUntil(today.plusYears(MAX_YEARS).plusDays(1))
                    .filter(this::matches)
                    .flatMap(
                            date -> times(date, zone).filter(run -> run.isAfter(time)).min(Instant::compareTo).stream())
                    .findFirst();
        }

        private boolean matches(LocalDate date) {
            boolean day = days.values.get(date.getDayOfMonth());
            boolean weekday = weekdays.values.get(date.getDayOfWeek().getValue() % 7);
            return months.values.get(date.getMonthValue())
                    && (days.unrestricted || weekdays.unrestricted ? day && weekday : day || weekday);
        }

        /** The times of the runs on one day. When the clocks change, a local time can occur twice or not at all. */
        private Stream<Instant> times(LocalDate date, ZoneId zone) {
            return hours.values.stream()
                    .boxed()
                    .flatMap(hour -> minutes.values.stream().mapToObj(minute -> LocalTime.of(hour, minute)))
                    .map(time -> LocalDateTime.of(date, time))
                    .flatMap(local ->
                            zone.getRules().getValidOffsets(local).stream().map(local::toInstant));
        }

        /** @param unrestricted whether the field allows every value, like {@code *} */
        private record Field(BitSet values, boolean unrestricted) {

            private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

            static Field parse(String text, int min, int max, List<String> names) {
                BitSet values = new BitSet();
                boolean unrestricted = false;
                for (String part : text.split(",", -1)) {
                    String[] stepped = part.split("/", 2);
                    String[] ends = stepped[0].split("-", 2);
                    boolean all = stepped[0].equals("*") || stepped[0].equals("?");
                    int step = stepped.length == 2 ? number(stepped[1]) : 1;
                    int low = all ? min : value(ends[0], min, names);
                    int high = all || ends.length == 1 && stepped.length == 2
                            ? max
                            : value(ends[ends.length - 1], min, names);
                    if (low < min || high > max || low > high || step < 1) {
                        throw new IllegalArgumentException(part);
                    }
                    IntStream.iterate(low, value -> value <= high, value -> value + step)
                            .forEach(values::set);
                    unrestricted |= all && step == 1;
                }
                return new Field(values, unrestricted);
            }

            private static int value(String text, int min, List<String> names) {
                int name = names.indexOf(text.toLowerCase(Locale.ROOT));
                return name < 0 ? number(text) : min + name;
            }

            /**
             * Parses a number of ASCII digits. {@link Integer#parseInt} would also accept a sign, and digits of other
             * scripts such as Arabic.
             */
            private static int number(String text) {
                if (!NUMBER.matcher(text).matches()) {
                    throw new IllegalArgumentException(text);
                }
                return Integer.parseInt(text);
            }
        }
    }
}
