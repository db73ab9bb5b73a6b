package io.jenkins.plugins.deployworkload.image.log;

/** What stands before a tool's own line: {@code [2026-11-24T01:02:03.456Z] }, {@code [INFO] }, a time, spaces. */
final class LogPrefix {

    private static final int MAX_BRACKET = 100;

    private LogPrefix() {}

    static String strip(String line) {
        int at = 0;
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) <= ' ') {
            end--;
        }
        while (at < end) {
            int next = skip(line, at, end);
            if (next == at) {
                break;
            }
            at = next;
        }
        return line.substring(at, end);
    }

    private static int skip(String line, int at, int end) {
        char first = line.charAt(at);
        if (first <= ' ') {
            return at + 1;
        }
        if (first == '[') {
            int close = line.indexOf(']', at);
            boolean bracket = close > at && close - at <= MAX_BRACKET && close + 1 < end;
            return bracket && line.charAt(close + 1) == ' ' ? close + 2 : at;
        }
        if (first >= '0' && first <= '9') {
            int space = line.indexOf(' ', at);
            return space > 0 && space < end && isTime(line, at, space) ? space + 1 : at;
        }
        return at;
    }

    /** A date, a time of day or both: digits in the form {@code 2026-11-24}, {@code 2026/11/24} or {@code 01:02:03}. */
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
