package io.jenkins.plugins.deployworkload.image.log;

/**
 * Removes the prefixes that loggers add to a tool's line: {@code [2026-11-24T01:02:03.456Z] }, {@code [INFO] }, a time,
 * spaces.
 */
final class LogPrefix {

    private static final int MAX_BRACKET = 100;

    private LogPrefix() {}

    static String strip(String line) {
        int start = 0;
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) <= ' ') {
            end--;
        }
        while (start < end) {
            int next = skip(line, start, end);
            if (next == start) {
                break;
            }
            start = next;
        }
        return line.substring(start, end);
    }

    /** The index after the prefix that begins at {@code start}; {@code start} if no prefix begins there. */
    private static int skip(String line, int start, int end) {
        char first = line.charAt(start);
        if (first <= ' ') {
            return start + 1;
        }
        if (first == '[') {
            int close = line.indexOf(']', start);
            boolean bracket = close > start && close - start <= MAX_BRACKET && close + 1 < end;
            return bracket && line.charAt(close + 1) == ' ' ? close + 2 : start;
        }
        if (first >= '0' && first <= '9') {
            int space = line.indexOf(' ', start);
            return space > 0 && space < end && isTime(line, start, space) ? space + 1 : start;
        }
        return start;
    }

    /**
     * Whether the text is a date, a time of day or both, in the form {@code 2026-11-24}, {@code 2026/11/24} or
     * {@code 01:02:03}.
     */
    private static boolean isTime(String line, int from, int to) {
        if (to - from < 8 || to - from > 35) {
            return false;
        }
        boolean time = line.charAt(from + 2) == ':' && line.charAt(from + 5) == ':';
        boolean date = to - from >= 10
                && (line.charAt(from + 4) == '-' || line.charAt(from + 4) == '/')
                && line.charAt(from + 7) == line.charAt(from + 4);
        for (int i = from; i < to; i++) {
            if ("0123456789:-/.,+TZ".indexOf(line.charAt(i)) < 0) {
                return false;
            }
        }
        return time || date;
    }
}
