package io.jenkins.plugins.deployworkload.bench;

import java.util.List;

/** The median and the quartiles, by the nearest-rank method; {@code NaN} without values. */
record Quantiles(double lower, double median, double upper) {

    static Quantiles of(List<Double> values) {
        return new Quantiles(percentile(values, 25), percentile(values, 50), percentile(values, 75));
    }

    static double percentile(List<Double> values, int percent) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100.0 * values.size());
        return values.stream().sorted().toList().get(Math.max(0, rank - 1));
    }

    /** For example {@code 0.33 (0.31–0.36)}. */
    String text() {
        return MarkdownWriter.number("%.2f", median) + " (" + MarkdownWriter.number("%.2f", lower) + "–"
                + MarkdownWriter.number("%.2f", upper) + ")";
    }
}
