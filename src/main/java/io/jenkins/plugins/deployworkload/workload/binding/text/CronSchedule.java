package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Validates the cron schedules that Kubernetes accepts, which are those of the Go library robfig/cron: five fields, or a macro
 * such as {@code @hourly}. A time zone in the schedule is invalid, because a CronJob has the field {@code timeZone}.
 */
final class CronSchedule {

    /** In characters. Kubernetes has no limit; a schedule that lists every value of every field has about 500. */
    private static final int MAX_LENGTH = 1024;

    private static final Pattern MACRO = Pattern.compile(
            "@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)");

    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, names("jan feb mar apr may jun jul aug sep oct nov dec")),
            new Field(0, 6, names("sun mon tue wed thu fri sat")));

    private CronSchedule() {}

    static boolean isValid(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        if (text.startsWith("@")) {
            return MACRO.matcher(text).matches();
        }
        String[] parts = text.strip().split("\\s+");
        if (parts.length != FIELDS.size()) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!FIELDS.get(i).allows(parts[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(String spaceSeparated) {
        return List.of(spaceSeparated.split(" "));
    }

    /**
     * @param min   the lowest value
     * @param max   the highest value
     * @param names the names of the values, starting with that of {@code min}; empty if the field has none
     */
    private record Field(int min, int max, List<String> names) {

        boolean allows(String list) {
            return Arrays.stream(list.split(",", -1)).allMatch(this::allowsRange);
        }

        private boolean allowsRange(String range) {
            String[] stepped = range.split("/", -1);
            if (stepped.length > 2 || stepped.length == 2 && !isStep(stepped[1])) {
                return false;
            }
            if ("*".equals(stepped[0]) || "?".equals(stepped[0])) {
                return true;
            }
            String[] ends = stepped[0].split("-", -1);
            int low = value(ends[0]);
            int high = ends.length == 2 ? value(ends[1]) : low;
            return ends.length <= 2 && low >= min && high <= max && low <= high;
        }

        /** The value, or -1 if the text is neither a number nor a name. */
        private int value(String text) {
            int name = names.indexOf(text.toLowerCase(Locale.ROOT));
            return name >= 0 ? min + name : isNumber(text) ? Integer.parseInt(text) : -1;
        }

        private static boolean isStep(String text) {
            return isNumber(text) && Integer.parseInt(text) > 0;
        }

        private static boolean isNumber(String text) {
            return text.matches("[0-9]{1,9}");
        }
    }
}
