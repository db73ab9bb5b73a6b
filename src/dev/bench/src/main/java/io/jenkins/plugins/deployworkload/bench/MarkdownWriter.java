package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes what was measured as a page of the documentation: each figure with its aim, and the missed ones with their why. */
final class MarkdownWriter {

    private final StringBuilder text = new StringBuilder();
    private final List<String> missed = new ArrayList<>();

    MarkdownWriter(String machine, BenchSize size) {
        line("# What a deploy costs");
        line("");
        line(
                "Written by `mvn -f src/dev -Pbench package`: the engine and kubectl do the same on one real control plane (API");
        line("server, controllers, scheduler, etcd; kwok plays the nodes), by turns, in one run. " + machine);
        line("");
        line("Times are in milliseconds; with " + size.repetitions() + " repetitions, p99 is the slowest one. The");
        line("control plane works on the same cores, so that much of each time is its own.");
        line("");
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    void table(String... head) {
        row((Object[]) head);
        line("|" + "---|".repeat(head.length));
    }

    void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        line(row.toString());
    }

    /** Two series side by side, with their ratio and whether it is as aimed at. */
    void compare(String figure, Series engine, Series kubectl, double aim, String why) {
        double ratio = engine.p50() / kubectl.p50();
        row(
                figure,
                ms(engine.p50()),
                ms(engine.p99()),
                ms(kubectl.p50()),
                ms(kubectl.p99()),
                number("%.2f", ratio),
                aim(aim),
                mark(Double.isNaN(aim) || ratio <= aim));
        if (ratio > aim) {
            missed.add(figure + ": " + number("%.2f", ratio) + " × kubectl's instead of " + number("%.2f", aim) + " ×. "
                    + why);
        }
    }

    /** A figure with a limit. */
    void limit(String figure, String value, double measured, double limit, String unit, String why) {
        row(figure, value, number("%.0f", limit) + unit, mark(measured <= limit));
        if (measured > limit) {
            missed.add(figure + ": " + number("%.1f", measured) + unit + ", " + number("%.1f", measured - limit) + unit
                    + " above the aim. " + why);
        }
    }

    String finish() {
        line("");
        line("## Missed");
        line("");
        if (missed.isEmpty()) {
            line("Nothing.");
        }
        missed.forEach(sentence -> line("- " + sentence));
        return text.toString();
    }

    private static String aim(double aim) {
        return Double.isNaN(aim) ? "" : "≤ " + number("%.2f", aim);
    }

    private static String mark(boolean kept) {
        return kept ? "" : "missed";
    }

    static String ms(double value) {
        return number(Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
