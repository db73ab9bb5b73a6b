package io.jenkins.plugins.deployworkload.workload.binding.text;

import java.time.Duration;

/** Parses durations such as {@code 90s}, {@code 10m} and {@code 2h}. */
public final class Durations {

    private static final String PATTERN = "[1-9][0-9]{0,5}[smh]";

    private Durations() {}

    static boolean isValid(String text) {
        return text.matches(PATTERN);
    }

    static boolean isZero(String text) {
        return text.equals("0s");
    }

    /** @throws IllegalArgumentException if the text does not satisfy {@link TextRule#DURATION_OR_ZERO} */
    public static Duration parse(String text) {
        if (!isValid(text) && !isZero(text)) {
            throw new IllegalArgumentException(text);
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
