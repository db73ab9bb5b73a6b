package io.jenkins.plugins.deployworkload.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The section about the aims: each aim with the worst measured value, and the reasons for missed aims. */
final class Aims {

    /**
     * One value that is compared with an aim.
     *
     * @param name what was measured
     * @param reason an explanation, if the value misses the aim
     */
    record Value(String name, double measured, String reason) {}

    private final MarkdownWriter table = new MarkdownWriter();
    private final List<String> missed = new ArrayList<>();

    Aims() {
        table.table("Figure", "aim", "reached", "worst value", "");
    }

    /**
     * Adds an aim.
     *
     * @param unit of values; empty, or starts with a space
     * @param values empty if nothing was measured
     */
    void atMost(String figure, double limit, String unit, List<Value> values) {
        List<Value> above =
                values.stream().filter(value -> !(value.measured() <= limit)).toList();
        String aim = MarkdownWriter.decimal(limit) + unit;
        table.row(
                figure,
                "≤ " + aim,
                values.isEmpty() ? "not measured" : values.size() - above.size() + " of " + values.size(),
                values.stream()
                        .max(Comparator.comparingDouble(Value::measured))
                        .map(worst -> MarkdownWriter.decimal(worst.measured()) + unit + ", " + worst.name())
                        .orElse(""),
                above.isEmpty() ? "" : "missed");
        if (!above.isEmpty()) {
            missed.add("- " + figure + "; the aim is " + aim + ":");
        }
        for (Value value : above) {
            missed.add("  - " + value.name() + ": " + MarkdownWriter.decimal(value.measured()) + unit + ". "
                    + value.reason());
        }
    }

    void write(MarkdownWriter report) {
        report.line("");
        report.line("## Aims");
        report.line("");
        report.line(table.text().stripTrailing());
        report.line("");
        report.line("### Missed");
        report.line("");
        if (missed.isEmpty()) {
            report.line("None.");
        }
        missed.forEach(report::line);
    }
}
