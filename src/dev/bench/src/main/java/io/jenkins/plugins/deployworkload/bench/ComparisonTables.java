package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The tables that compare the engine with the other deployers.
 *
 * @param others the other deployers; the first one is kubectl
 */
record ComparisonTables(List<Comparison> comparisons, Deployer engine, List<Deployer> others) {

    /** Writes a table with a duration of each deployer and the ratios of the rounds. */
    void durations(MarkdownWriter report, String title, Function<Measurements, Series> duration) {
        List<String> head = head(title);
        head.add("ratio to kubectl");
        head.add("ratio to the fastest of the others");
        report.table(head.toArray(String[]::new));
        for (Comparison comparison : comparisons) {
            for (Scenario scenario : comparison.scenarios()) {
                List<Object> row = row(
                        comparison,
                        scenario,
                        deployer -> MarkdownWriter.p50p99(duration.apply(comparison.of(scenario, deployer)))
                                + (comparison.of(scenario, deployer).returnsEarly() ? " (does not wait)" : ""));
                row.add(ratio(comparison, scenario, kubectl(), duration).text());
                Deployer fastest = fastest(comparison, scenario, duration);
                row.add(ratio(comparison, scenario, fastest, duration).text() + ", " + fastest.label());
                report.row(row.toArray());
            }
        }
    }

    /** Writes a table with the time in which controllers worked. */
    void controllers(MarkdownWriter report) {
        report.table(head("Time of the controllers, p50, p99").toArray(String[]::new));
        for (Comparison comparison : comparisons) {
            for (Scenario scenario : comparison.scenarios()) {
                if (scenario != Scenario.NO_CHANGE) {
                    report.row(row(
                                    comparison,
                                    scenario,
                                    deployer -> MarkdownWriter.p50p99(
                                            comparison.of(scenario, deployer).controllers()))
                            .toArray());
                }
            }
        }
    }

    /** Writes a table with the requests and bytes of each deployer. */
    void requests(MarkdownWriter report, RequestComparison requests) {
        report.table(head("Requests; KiB sent, received").toArray(String[]::new));
        for (Comparison comparison : comparisons) {
            for (Scenario scenario : comparison.scenarios()) {
                report.row(row(
                                comparison,
                                scenario,
                                deployer -> requests.of(comparison.shape(), scenario, deployer.label())
                                        .text())
                        .toArray());
            }
        }
    }

    private List<String> head(String title) {
        List<String> head = new ArrayList<>(List.of(title, engine.label()));
        others.forEach(deployer -> head.add(deployer.label()));
        return head;
    }

    private List<Object> row(Comparison comparison, Scenario scenario, Function<Deployer, String> cell) {
        List<Object> row = new ArrayList<>(List.of(name(comparison, scenario), cell.apply(engine)));
        others.forEach(deployer -> row.add(cell.apply(deployer)));
        return row;
    }

    static String name(Comparison comparison, Scenario scenario) {
        return comparison.shape().title() + ", " + scenario.title;
    }

    Deployer kubectl() {
        return others.getFirst();
    }

    /** The engine's duration divided by the duration of another deployer, in the same round. */
    Quantiles ratio(Comparison comparison, Scenario scenario, Deployer other, Function<Measurements, Series> duration) {
        return duration.apply(comparison.of(scenario, engine)).ratioTo(duration.apply(comparison.of(scenario, other)));
    }

    /** The other deployer with the smallest median, among those that wait until the application is healthy. */
    Deployer fastest(Comparison comparison, Scenario scenario, Function<Measurements, Series> duration) {
        return others.stream()
                .filter(deployer -> !comparison.of(scenario, deployer).returnsEarly())
                .min(Comparator.comparingDouble(deployer ->
                        duration.apply(comparison.of(scenario, deployer)).p50()))
                .orElseThrow();
    }
}
