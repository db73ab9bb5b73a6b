package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The schedules that Kubernetes takes (those of the Go library robfig/cron): five fields, or a word such as
 * {@code @hourly}. A time zone has no place in it, as a CronJob has a field for that.
 */
final class CronSchedule {

    /** In characters. Kubernetes has no limit; all of 0 to 59 and so on written out has some 500. */
    private static final int MAX_LENGTH = 1024;

    private static final Pattern PREDEFINED = Pattern.compile(
            "@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)");

    private static final List<Field> FIELDS = List.of(
            new Field(0, 59, List.of()),
            new Field(0, 23, List.of()),
            new Field(1, 31, List.of()),
            new Field(1, 12, names("jan feb mar apr may jun jul aug sep oct nov dec")),
            new Field(0, 6, names("sun mon tue wed thu fri sat")));

    private CronSchedule() {}

    static boolean valid(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        if (text.startsWith("@")) {
            return PREDEFINED.matcher(text).matches();
        }
        String[] written = text.strip().split("\\s+");
        if (written.length != FIELDS.size()) {
            return false;
        }
        for (int i = 0; i < written.length; i++) {
            if (!FIELDS.get(i).allows(written[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(String all) {
        return List.of(all.split(" "));
    }

    /** One field: its bounds, and the names of its values from the lowest on. */
    private record Field(int min, int max, List<String> names) {

        boolean allows(String written) {
            return Arrays.stream(written.split(",", -1)).allMatch(this::allowsRange);
        }

        private boolean allowsRange(String written) {
            String[] stepped = written.split("/", -1);
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

        /** The value, or one below all where it is none. */
        private int value(String written) {
            int name = names.indexOf(written.toLowerCase(Locale.ROOT));
            return name >= 0 ? min + name : isNumber(written) ? Integer.parseInt(written) : -1;
        }

        private static boolean isStep(String written) {
            return isNumber(written) && Integer.parseInt(written) > 0;
        }

        private static boolean isNumber(String written) {
            return written.matches("[0-9]{1,9}");
        }
    }
}
