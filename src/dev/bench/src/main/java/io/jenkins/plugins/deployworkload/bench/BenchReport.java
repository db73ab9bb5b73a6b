package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.DeployComparison.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The page with all figures.
 *
 * @param engineWithNewConnection the engine with a new connection for each deploy
 * @param processes wall times of deploys with the runner, one process for each deploy
 * @param requestCounts request counts by the deployer's label and the scenario
 */
record BenchReport(
        BenchSize size,
        DeployComparison singles,
        DeployComparison batches,
        Deployer engine,
        Deployer engineWithNewConnection,
        Deployer kubectl,
        JvmActivity jvmActivity,
        Series processes,
        FailedDeploys failures,
        ConcurrentRollouts concurrentRollouts,
        Map<String, RequestCounter.RequestCounts> requestCounts) {

    String text(String machine) {
        MarkdownWriter report = new MarkdownWriter(machine, size);
        report.line("## Compared with kubectl");
        report.line("");
        report.table("Figure", "engine p50", "p99", "kubectl p50", "p99", "ratio", "target", "");
        for (Scenario scenario : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            compare(
                    report,
                    "overhead, " + name(scenario),
                    singles.of(scenario, engine).ownAsObserved(),
                    singles.of(scenario, kubectl).ownAsObserved());
            report.compare(
                    "apply and wait, four objects, " + name(scenario),
                    singles.of(scenario, engine).wall(),
                    singles.of(scenario, kubectl).wall(),
                    0.35,
                    floor(singles, scenario));
            report.compare(
                    "apply and wait, " + size.batch() + " workloads, " + name(scenario),
                    batches.of(scenario, engine).wall(),
                    batches.of(scenario, kubectl).wall(),
                    0.25,
                    floor(batches, scenario));
            compare(
                    report,
                    "apply and wait, four objects, " + name(scenario) + ", with a new connection",
                    singles.of(scenario, engineWithNewConnection).wall(),
                    singles.of(scenario, kubectl).wall());
            compare(
                    report,
                    "verdict lag, " + name(scenario),
                    singles.of(scenario, engine).verdictLag(),
                    singles.of(scenario, kubectl).verdictLag());
            compare(
                    report,
                    "verdict lag, " + size.batch() + " workloads, " + name(scenario),
                    batches.of(scenario, engine).verdictLag(),
                    batches.of(scenario, kubectl).verdictLag());
        }
        report.compare(
                "no change, four objects",
                singles.of(Scenario.NO_CHANGE, engine).wall(),
                singles.of(Scenario.NO_CHANGE, kubectl).wall(),
                0.3,
                "Requests for the live objects and the revision: "
                        + requestCounts
                                .get(engine.label() + " " + Scenario.NO_CHANGE)
                                .detail() + ".");
        compare(
                report,
                "no change, " + size.batch() + " workloads",
                batches.of(Scenario.NO_CHANGE, engine).wall(),
                batches.of(Scenario.NO_CHANGE, kubectl).wall());
        report.line("");
        report.table(
                "Phases of the engine (p50)",
                "until the first write is acknowledged",
                "controllers",
                "until the verdict");
        for (Scenario scenario : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            phases(report, "four objects, " + name(scenario), singles.of(scenario, engine));
            phases(report, size.batch() + " workloads, " + name(scenario), batches.of(scenario, engine));
        }
        report.line("");
        report.line(
                "With kubectl, the controllers take (p50, from the first write that the observer sees): first deploy "
                        + MarkdownWriter.ms(singles.of(Scenario.FIRST_DEPLOY, kubectl)
                                .controllers()
                                .p50()) + ", new image "
                        + MarkdownWriter.ms(singles.of(Scenario.NEW_IMAGE, kubectl)
                                .controllers()
                                .p50()) + ", " + size.batch()
                        + " workloads "
                        + MarkdownWriter.ms(batches.of(Scenario.NEW_IMAGE, kubectl)
                                .controllers()
                                .p50()) + ".");
        report.line("");
        report.line(jvmActivity.text());
        if (processes.size() > 0) {
            report.line("");
            report.line("The runner as a process, including the start of the JVM; three objects, first deploy: p50 "
                    + MarkdownWriter.ms(processes.p50()) + ", slowest " + MarkdownWriter.ms(processes.p99()) + ".");
        }
        limits(report);
        writeFailures(report);
        concurrentRollouts.write(report);
        MeasurementMethod.write(report, size);
        return report.finish();
    }

    private static void phases(MarkdownWriter report, String scenario, Measurements of) {
        report.row(
                scenario,
                MarkdownWriter.ms(of.beforeFirstWrite().p50()),
                MarkdownWriter.ms(of.controllers().p50()),
                MarkdownWriter.ms(of.wall().p50()
                        - of.beforeFirstWrite().p50()
                        - of.controllers().p50()));
    }

    private static void compare(MarkdownWriter report, String figure, Series engine, Series kubectl) {
        report.compare(figure, engine, kubectl, Double.NaN, "");
    }

    private static String name(Scenario scenario) {
        return switch (scenario) {
            case FIRST_DEPLOY -> "first deploy";
            case NEW_IMAGE -> "new image";
            case NO_CHANGE -> "no change";
        };
    }

    /** Explains the ratio that an engine without overhead would reach. No engine is faster than the controllers. */
    private String floor(DeployComparison of, Scenario scenario) {
        Measurements engineFigures = of.of(scenario, engine);
        double controllers = engineFigures.controllers().p50();
        double floor = controllers / of.of(scenario, kubectl).wall().p50();
        String batchNote = of == batches
                ? " During the controllers' time, the API server also accepts the writes of the other workloads."
                : "";
        return "Of the engine's time, the controllers take " + MarkdownWriter.ms(controllers)
                + " ms. An engine without any overhead would therefore reach "
                + MarkdownWriter.number("%.2f", floor) + " ×. The overhead is "
                + MarkdownWriter.ms(engineFigures.beforeFirstWrite().p50())
                + " ms until the first write is acknowledged, and "
                + MarkdownWriter.ms(engineFigures.own().p50()
                        - engineFigures.beforeFirstWrite().p50()) + " ms after the end state."
                + batchNote;
    }

    private void limits(MarkdownWriter report) {
        report.line("");
        report.line("## Limits");
        report.line("");
        report.table("Figure", "measured", "limit", "");
        for (Scenario scenario : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            Measurements single = singles.of(scenario, engine);
            report.row(
                    "overhead, " + name(scenario),
                    MarkdownWriter.ms(single.own().p50()) + " ms",
                    "",
                    "");
            lag(report, name(scenario), single, " " + jvmActivity.text());
            lag(
                    report,
                    size.batch() + " workloads, " + name(scenario),
                    batches.of(scenario, engine),
                    " The " + size.batch()
                            + " workloads finish at about the same time and share the CPU cores with the controllers,"
                            + " which still process the remaining ones.");
        }
        for (Scenario scenario : Scenario.values()) {
            requests(report, scenario);
        }
        Set<String> changed =
                requestCounts.get(engine.label() + " " + Scenario.NO_CHANGE).wrote();
        report.limit(
                "objects changed by a deploy without changes",
                changed.isEmpty() ? "none" : changed.size() + "",
                changed.size(),
                0,
                "",
                "Changed: " + changed + ".");
        report.line("");
        report.line("The limit of requests: two per object (" + SampleWorkload.OBJECTS
                + "; one if nothing changes), two per watched kind (Deployments; also ReplicaSets, pods and events if there is"
                + " something to wait for), five for the revision of a first deploy, four for a later one and two if nothing"
                + " changes, one per referenced object (" + SampleWorkload.REFERENCES + ").");
        report.line("");
        report.table("Bytes sent, received, including TLS", "engine", "kubectl");
        for (Scenario scenario : Scenario.values()) {
            report.row(
                    name(scenario),
                    requestCounts.get(engine.label() + " " + scenario).bytes().text(),
                    requestCounts.get(kubectl.label() + " " + scenario).bytes().text());
        }
    }

    private static void lag(MarkdownWriter report, String scenario, Measurements of, String reason) {
        Series lag = of.verdictLag();
        String explanation =
                "The verdict waits for the write that marks the revision as healthy; the log shows the healthy status after "
                        + MarkdownWriter.ms(of.progressLag().p50()) + " ms (p50) and "
                        + MarkdownWriter.ms(of.progressLag().p99()) + " ms (p99)." + reason;
        report.row(
                "progress lag, p50, p99, " + scenario,
                MarkdownWriter.ms(of.progressLag().p50()) + ", "
                        + MarkdownWriter.ms(of.progressLag().p99()) + " ms",
                "",
                "");
        report.limit(
                "verdict lag, p50, " + scenario,
                MarkdownWriter.ms(lag.p50()) + " ms",
                lag.p50(),
                5,
                " ms",
                explanation);
        report.limit(
                "verdict lag, p99, " + scenario,
                MarkdownWriter.ms(lag.p99()) + " ms",
                lag.p99(),
                25,
                " ms",
                explanation);
    }

    private void requests(MarkdownWriter report, Scenario scenario) {
        RequestCounter.RequestCounts engineFigures = requestCounts.get(engine.label() + " " + scenario);
        RequestCounter.RequestCounts kubectlFigures = requestCounts.get(kubectl.label() + " " + scenario);
        int perObject = scenario == Scenario.NO_CHANGE ? 1 : 2;
        int budget = perObject * SampleWorkload.OBJECTS
                + 2 * engineFigures.watched()
                + revisionRequests(scenario)
                + SampleWorkload.REFERENCES;
        report.limit(
                "requests, " + name(scenario),
                engineFigures.total() + " (" + engineFigures.text() + "); kubectl " + kubectlFigures.total() + " ("
                        + kubectlFigures.text() + ")",
                engineFigures.total(),
                budget,
                "",
                "Sent: " + engineFigures.detail() + "; " + engineFigures.watched() + " kinds watched.");
    }

    /** Reading the revision, storing it, activating it and marking it as healthy; a first deploy also creates the index. */
    private static int revisionRequests(Scenario scenario) {
        return switch (scenario) {
            case FIRST_DEPLOY -> 5;
            case NEW_IMAGE -> 4;
            case NO_CHANGE -> 2;
        };
    }

    private void writeFailures(MarkdownWriter report) {
        report.line("");
        report.line("## A deploy that fails");
        report.line("");
        report.table("A new image with an invalid name", "p50", "p99");
        report.row(
                "from the start to the finding in the log",
                MarkdownWriter.ms(failures.timeToReason().p50()),
                MarkdownWriter.ms(failures.timeToReason().p99()));
        report.row(
                "from the verdict to the end of the rollback",
                MarkdownWriter.ms(failures.timeToRollback().p50()),
                MarkdownWriter.ms(failures.timeToRollback().p99()));
        report.row(
                "the same with `kubectl rollout undo` and `rollout status`",
                MarkdownWriter.ms(failures.kubectlUndo().p50()),
                MarkdownWriter.ms(failures.kubectlUndo().p99()));
        report.line("");
        report.line(
                "kubectl reports no reason, and no failure before the Deployment's `progressDeadlineSeconds` (default: ten minutes).");
    }
}
