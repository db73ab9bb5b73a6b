package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.Aims.Value;
import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The page with all figures.
 *
 * @param newConnections the engine with a new connection for each deploy; only the first comparison has it
 * @param others the other deployers; the first one is kubectl
 * @param processes wall times of deploys with the runner, one process for each deploy
 */
record BenchReport(
        BenchSize size,
        List<Comparison> comparisons,
        Deployer engine,
        Deployer newConnections,
        List<Deployer> others,
        RequestComparison requests,
        Batches batches,
        JvmActivity jvmActivity,
        Series processes,
        FailureComparison failures,
        ConcurrentRollouts concurrentRollouts) {

    String text(String machine) {
        MarkdownWriter report = new MarkdownWriter();
        ComparisonTables tables = new ComparisonTables(comparisons, engine, others);
        introduction(report, machine);
        report.line("## Own time");
        report.line("");
        report.line("The time of a deploy without the time in which controllers worked on it, which no tool can save.");
        report.line("");
        tables.durations(report, "Own time, p50, p99", Measurements::own);
        report.line("");
        Comparison first = comparisons.getFirst();
        Measurements reconnecting = first.of(Scenario.FIRST_DEPLOY, newConnections);
        report.line("With a new connection for each deploy, the engine's own time of a first deploy ("
                + first.shape().title() + ") is " + MarkdownWriter.p50p99(reconnecting.own()) + " (p50, p99). "
                + jvmActivity.text());
        aims(tables).write(report);
        report.line("");
        report.line("## Total time");
        report.line("");
        tables.durations(report, "Apply and wait, p50, p99", Measurements::wall);
        report.line("");
        tables.controllers(report);
        if (processes.size() > 0) {
            report.line("");
            report.line("The runner as a process, including the start of the JVM, first deploy of a Deployment and a"
                    + " Service: p50 " + MarkdownWriter.ms(processes.p50()) + ", slowest "
                    + MarkdownWriter.ms(processes.p99()) + ".");
        }
        report.line("");
        report.line("## From the end of the controllers' work to the verdict");
        report.line("");
        lags(report);
        report.line("");
        report.line("## Requests");
        report.line("");
        tables.requests(report, requests);
        report.line("");
        for (Scenario scenario : first.scenarios()) {
            report.line("- The engine's requests of " + ComparisonTables.name(first, scenario) + ": "
                    + requests.of(first.shape(), scenario, engine.label()).detail());
        }
        List<Deployer> all = new ArrayList<>(List.of(engine));
        all.addAll(others);
        failures.write(report, all);
        concurrentRollouts.write(report);
        MeasurementMethod.write(report, size);
        return report.text();
    }

    private void introduction(MarkdownWriter report, String machine) {
        report.line("# Benchmark: what a deploy costs");
        report.line("");
        report.line("""
                Written by `mvn -f src/dev -Pbench package`. The deployment engine and other tools deploy the same objects to one
                real control plane (API server, controller manager, scheduler, etcd; kwok simulates the nodes), in turn, in one
                run.""" + " " + machine);
        report.line("");
        report.line("""
                Times are in milliseconds. The control plane runs on the same cores, so its work is part of each time. With fewer
                than 100 rounds, p99 is the slowest run. A ratio is the median of the ratios within each round, with the quartiles
                in parentheses; below 1, the engine is faster.""");
        report.line("");
        report.line("Rounds: "
                + String.join(
                        "; ",
                        size.comparisons().stream()
                                .map(rounds -> rounds.shape().title() + ": " + rounds.rounds())
                                .toList())
                + ".");
        report.line("");
    }

    private Aims aims(ComparisonTables tables) {
        Predicate<Comparison> single = comparison -> comparison.shape().isSingle();
        Aims aims = new Aims();
        aims.atMost("own time, p50, one workload", 25, " ms", changes(single, (comparison, scenario) -> {
            Measurements of = comparison.of(scenario, engine);
            return value(comparison, scenario, of.own().p50(), ownTimeReason(of));
        }));
        aims.atMost("own time, p99, one workload", 60, " ms", changes(single, (comparison, scenario) -> {
            Measurements of = comparison.of(scenario, engine);
            return value(comparison, scenario, of.own().p99(), ownTimeReason(of));
        }));
        aims.atMost(
                "total time ÷ kubectl's, without a change",
                0.2,
                "",
                withoutChange(comparison -> value(
                        comparison,
                        Scenario.NO_CHANGE,
                        tables.ratio(comparison, Scenario.NO_CHANGE, tables.kubectl(), Measurements::wall)
                                .median(),
                        requestsReason(comparison, Scenario.NO_CHANGE))));
        aims.atMost("verdict lag, p50, one workload", 5, " ms", changes(single, (comparison, scenario) -> {
            Measurements of = comparison.of(scenario, engine);
            return value(comparison, scenario, of.verdictLag().p50(), lagReason(of));
        }));
        aims.atMost(
                "verdict lag, p50, " + size.batch() + " applications at once",
                5,
                " ms",
                Scenario.changes().stream()
                        .map(scenario -> new Value(
                                size.batch() + " applications, " + scenario.title,
                                batches.of(scenario).verdictLag().p50(),
                                lagReason(batches.of(scenario))
                                        + " The applications finish at about the same time and share the CPU cores with the"
                                        + " controllers, which still work on the remaining ones."))
                        .toList());
        aims.atMost(
                "requests ÷ Helm's",
                0.5,
                "",
                helm().map(helm -> counts((comparison, scenario) -> value(
                                comparison,
                                scenario,
                                (double) counts(comparison, scenario, engine).total()
                                        / counts(comparison, scenario, helm).total(),
                                requestsReason(comparison, scenario))))
                        .orElse(List.of()));
        aims.atMost(
                "bytes received ÷ kubectl's",
                2,
                "",
                counts((comparison, scenario) -> value(
                        comparison,
                        scenario,
                        (double) counts(comparison, scenario, engine).bytes().received()
                                / counts(comparison, scenario, tables.kubectl())
                                        .bytes()
                                        .received(),
                        requestsReason(comparison, scenario))));
        aims.atMost(
                "total time ÷ that of the fastest of the others",
                1,
                "",
                counts((comparison, scenario) -> value(
                        comparison,
                        scenario,
                        tables.ratio(
                                        comparison,
                                        scenario,
                                        tables.fastest(comparison, scenario, Measurements::wall),
                                        Measurements::wall)
                                .median(),
                        scenario == Scenario.NO_CHANGE
                                ? requestsReason(comparison, scenario)
                                : ownTimeReason(comparison.of(scenario, engine)))));
        aims.atMost("objects changed by a deploy without changes", 0, "", withoutChange(comparison -> {
            RequestCounts counts = counts(comparison, Scenario.NO_CHANGE, engine);
            return value(comparison, Scenario.NO_CHANGE, counts.changed().size(), "Changed: " + counts.changed() + ".");
        }));
        return aims;
    }

    /** One value for each comparison and scenario in which something changes. */
    private List<Value> changes(Predicate<Comparison> filter, BiFunction<Comparison, Scenario, Value> value) {
        return comparisons.stream()
                .filter(filter)
                .flatMap(comparison -> comparison.scenarios().stream()
                        .filter(Scenario.changes()::contains)
                        .map(scenario -> value.apply(comparison, scenario)))
                .toList();
    }

    /** One value for each comparison that repeats deploys. */
    private List<Value> withoutChange(Function<Comparison, Value> value) {
        return comparisons.stream()
                .filter(comparison -> comparison.scenarios().contains(Scenario.NO_CHANGE))
                .map(value)
                .toList();
    }

    /** One value for each comparison and scenario. */
    private List<Value> counts(BiFunction<Comparison, Scenario, Value> value) {
        return comparisons.stream()
                .flatMap(comparison ->
                        comparison.scenarios().stream().map(scenario -> value.apply(comparison, scenario)))
                .toList();
    }

    private static Value value(Comparison comparison, Scenario scenario, double measured, String reason) {
        return new Value(ComparisonTables.name(comparison, scenario), measured, reason);
    }

    private Optional<Deployer> helm() {
        return others.stream()
                .filter(deployer -> deployer.label().equals("Helm"))
                .findFirst();
    }

    private RequestCounts counts(Comparison comparison, Scenario scenario, Deployer deployer) {
        return requests.of(comparison.shape(), scenario, deployer.label());
    }

    private String requestsReason(Comparison comparison, Scenario scenario) {
        return "Requests: " + counts(comparison, scenario, engine).detail() + ".";
    }

    private static String ownTimeReason(Measurements of) {
        return "Of " + MarkdownWriter.ms(of.wall().p50()) + " ms in total, the controllers take "
                + MarkdownWriter.ms(of.controllers().p50()) + " ms; the first write is acknowledged after "
                + MarkdownWriter.ms(of.beforeFirstWrite().p50()) + " ms, and the verdict follows "
                + MarkdownWriter.ms(of.verdictLag().p50()) + " ms after the controllers' work (p50).";
    }

    private static String lagReason(Measurements of) {
        return "The verdict waits for the write that marks the revision as healthy, one request that etcd stores on disk."
                + " After a verdict that is not stored, a later rollback would choose an older revision."
                + " The log shows the healthy status after " + MarkdownWriter.p50p99(of.progressLag())
                + " ms (p50, p99).";
    }

    private void lags(MarkdownWriter report) {
        report.table("Lag, p50, p99", "engine: log", "engine: verdict", "kubectl");
        for (Comparison comparison : comparisons) {
            for (Scenario scenario : comparison.scenarios()) {
                if (scenario != Scenario.NO_CHANGE) {
                    Measurements of = comparison.of(scenario, engine);
                    report.row(
                            ComparisonTables.name(comparison, scenario),
                            MarkdownWriter.p50p99(of.progressLag()),
                            MarkdownWriter.p50p99(of.verdictLag()),
                            MarkdownWriter.p50p99(
                                    comparison.of(scenario, others.getFirst()).verdictLag()));
                }
            }
        }
        for (Scenario scenario : Scenario.changes()) {
            Measurements of = batches.of(scenario);
            report.row(
                    size.batch() + " applications at once, " + scenario.title,
                    MarkdownWriter.p50p99(of.progressLag()),
                    MarkdownWriter.p50p99(of.verdictLag()),
                    "");
        }
    }
}
