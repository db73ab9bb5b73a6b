package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the page with the measurements: each figure with its target, and the reasons for missed targets. */
final class MarkdownWriter {

    private final StringBuilder text = new StringBuilder();
    private final List<String> missed = new ArrayList<>();

    /** Begins a section of the page. */
    MarkdownWriter() {}

    /** Begins the page. */
    MarkdownWriter(String machine, BenchSize size) {
        line("# Benchmark: what a deploy costs");
        line("");
        line(
                "Written by `mvn -f src/dev -Pbench package`. The deployment engine and kubectl deploy the same objects to one");
        line(
                "real control plane (API server, controller manager, scheduler, etcd; kwok simulates the nodes), alternately, in");
        line("one run. " + machine);
        line("");
        line("Times are in milliseconds. With " + size.repetitions()
                + " repetitions, p99 is the slowest run. The control plane");
        line("runs on the same cores, so its work is part of each time.");
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

    /**
     * Writes a row that compares two series. The row contains the ratio of the two, and says if the ratio misses the
     * target.
     */
    void compare(String figure, Series engine, Series kubectl, double target, String reason) {
        double ratio = engine.p50() / kubectl.p50();
        row(
                figure,
                ms(engine.p50()),
                ms(engine.p99()),
                ms(kubectl.p50()),
                ms(kubectl.p99()),
                number("%.2f", ratio),
                target(target),
                mark(Double.isNaN(target) || ratio <= target));
        if (ratio > target) {
            missed.add(figure + ": " + number("%.2f", ratio) + " × kubectl's time; the target is "
                    + number("%.2f", target) + " ×. " + reason);
        }
    }

    /** Writes a row for a figure with a limit. */
    void limit(String figure, String value, double measured, double limit, String unit, String reason) {
        row(figure, value, number("%.0f", limit) + unit, mark(measured <= limit));
        if (measured > limit) {
            missed.add(figure + ": " + number("%.1f", measured) + unit + ", " + number("%.1f", measured - limit) + unit
                    + " above the limit. " + reason);
        }
    }

    String text() {
        return text.toString();
    }

    /** Adds the section about missed targets, and returns the page. */
    String finish() {
        line("");
        line("## Missed");
        line("");
        if (missed.isEmpty()) {
            line("None.");
        }
        missed.forEach(sentence -> line("- " + sentence));
        return text();
    }

    private static String target(double target) {
        return Double.isNaN(target) ? "" : "≤ " + number("%.2f", target);
    }

    private static String mark(boolean reached) {
        return reached ? "" : "missed";
    }

    static String ms(double value) {
        return number(Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
