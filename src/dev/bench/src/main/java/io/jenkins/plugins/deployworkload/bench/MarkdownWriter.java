package io.jenkins.plugins.deployworkload.bench;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Writes text and tables of the page. */
public final class MarkdownWriter {

    private final StringBuilder text = new StringBuilder();

    public void line(String line) {
        text.append(line).append('\n');
    }

    public void table(String... head) {
        row((Object[]) head);
        line("|" + "---|".repeat(head.length));
    }

    public void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        line(row.toString());
    }

    public String text() {
        return text.toString();
    }

    /** Median and 99th percentile, for example {@code 3.7, 12}. */
    public static String p50p99(Series series) {
        return ms(series.p50()) + ", " + ms(series.p99());
    }

    public static String ms(double value) {
        return number(Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }

    /** At most two decimals, for example {@code 0.25} or {@code 25}. */
    static String decimal(double value) {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    public static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
