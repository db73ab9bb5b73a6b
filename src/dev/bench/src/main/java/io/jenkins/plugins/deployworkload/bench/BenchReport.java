package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.DeployComparison.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said of the figures.
 *
 * @param engineWithNewConnection the engine with a new connection each time
 * @param processes the runner's time
 * @param requestCounts requests, by the deployer's label and the kind of deploy
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
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            compare(
                    report,
                    "overhead, " + name(kind),
                    singles.of(kind, engine).ownAsObserved(),
                    singles.of(kind, kubectl).ownAsObserved());
            report.compare(
                    "apply and wait, four objects, " + name(kind),
                    singles.of(kind, engine).wall(),
                    singles.of(kind, kubectl).wall(),
                    0.35,
                    floor(singles, kind));
            report.compare(
                    "apply and wait, " + size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine).wall(),
                    batches.of(kind, kubectl).wall(),
                    0.25,
                    floor(batches, kind));
            compare(
                    report,
                    "apply and wait, four objects, " + name(kind) + ", with a new connection",
                    singles.of(kind, engineWithNewConnection).wall(),
                    singles.of(kind, kubectl).wall());
            compare(
                    report,
                    "verdict lag, " + name(kind),
                    singles.of(kind, engine).verdictLag(),
                    singles.of(kind, kubectl).verdictLag());
            compare(
                    report,
                    "verdict lag, " + size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine).verdictLag(),
                    batches.of(kind, kubectl).verdictLag());
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
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            parts(report, "four objects, " + name(kind), singles.of(kind, engine));
            parts(report, size.batch() + " workloads, " + name(kind), batches.of(kind, engine));
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
        failures(report);
        concurrentRollouts(report);
        method(report);
        return report.finish();
    }

    private static void parts(MarkdownWriter report, String scenario, Measurements of) {
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

    private static String name(Scenario kind) {
        return switch (kind) {
            case FIRST_DEPLOY -> "first deploy";
            case NEW_IMAGE -> "new image";
            case NO_CHANGE -> "no change";
        };
    }

    /** Explains the best ratio that is possible, as no engine is faster than the controllers. */
    private String floor(DeployComparison of, Scenario kind) {
        Measurements ours = of.of(kind, engine);
        double controllers = ours.controllers().p50();
        double floor = controllers / of.of(kind, kubectl).wall().p50();
        String others = of == batches
                ? " During the controllers' time, the API server also accepts the writes of the other workloads."
                : "";
        return "Of the engine's time, the controllers take " + MarkdownWriter.ms(controllers)
                + " ms. An engine without any overhead would therefore reach "
                + MarkdownWriter.number("%.2f", floor) + " ×. The overhead is "
                + MarkdownWriter.ms(ours.beforeFirstWrite().p50())
                + " ms until the first write is acknowledged, and "
                + MarkdownWriter.ms(ours.own().p50() - ours.beforeFirstWrite().p50()) + " ms after the end state."
                + others;
    }

    private void limits(MarkdownWriter report) {
        report.line("");
        report.line("## Limits");
        report.line("");
        report.table("Figure", "measured", "limit", "");
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            Measurements alone = singles.of(kind, engine);
            report.row("overhead, " + name(kind), MarkdownWriter.ms(alone.own().p50()) + " ms", "", "");
            lag(report, name(kind), alone, " " + jvmActivity.text());
            lag(
                    report,
                    size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine),
                    " " + size.batch()
                            + " workloads end at the same time, on the cores on which the controllers still work for the others.");
        }
        for (Scenario kind : Scenario.values()) {
            requests(report, kind);
        }
        Set<String> wrote =
                requestCounts.get(engine.label() + " " + Scenario.NO_CHANGE).wrote();
        report.limit(
                "objects changed by a deploy without changes",
                wrote.isEmpty() ? "none" : wrote.size() + "",
                wrote.size(),
                0,
                "",
                "Changed: " + wrote + ".");
        report.line("");
        report.line("The limit of requests: one per object (" + SampleWorkload.OBJECTS
                + "), two per watched kind (Deployments; also ReplicaSets, pods and events if there is something to wait for),"
                + " two for the revision, one per referenced object (" + SampleWorkload.REFERENCES + ").");
        report.line("");
        report.table("Bytes sent, received, including TLS", "engine", "kubectl");
        for (Scenario kind : Scenario.values()) {
            report.row(
                    name(kind),
                    bytes(requestCounts.get(engine.label() + " " + kind).bytes()),
                    bytes(requestCounts.get(kubectl.label() + " " + kind).bytes()));
        }
    }

    private static void lag(MarkdownWriter report, String scenario, Measurements of, String reason) {
        Series lag = of.verdictLag();
        String all =
                "The verdict waits for the write that marks the revision as healthy; the log shows the healthy status after "
                        + MarkdownWriter.ms(of.progressLag().p50()) + " ms (p50) and "
                        + MarkdownWriter.ms(of.progressLag().p99()) + " ms (p99)." + reason;
        report.row(
                "progress lag, p50, p99, " + scenario,
                MarkdownWriter.ms(of.progressLag().p50()) + ", "
                        + MarkdownWriter.ms(of.progressLag().p99()) + " ms",
                "",
                "");
        report.limit("verdict lag, p50, " + scenario, MarkdownWriter.ms(lag.p50()) + " ms", lag.p50(), 5, " ms", all);
        report.limit("verdict lag, p99, " + scenario, MarkdownWriter.ms(lag.p99()) + " ms", lag.p99(), 25, " ms", all);
    }

    private void requests(MarkdownWriter report, Scenario kind) {
        RequestCounter.RequestCounts ours = requestCounts.get(engine.label() + " " + kind);
        RequestCounter.RequestCounts theirs = requestCounts.get(kubectl.label() + " " + kind);
        int budget = SampleWorkload.OBJECTS + 2 * ours.watched() + 2 + SampleWorkload.REFERENCES;
        report.limit(
                "requests, " + name(kind),
                ours.total() + " (" + ours.text() + "); kubectl " + theirs.total() + " (" + theirs.text() + ")",
                ours.total(),
                budget,
                "",
                "Sent: " + ours.detail() + "; " + ours.watched() + " kinds watched.");
    }

    private static String bytes(ByteCountingProxy.Bytes bytes) {
        return MarkdownWriter.number("%.1f", bytes.sent() / 1024.0) + ", "
                + MarkdownWriter.number("%.1f", bytes.received() / 1024.0) + " KiB";
    }

    private void failures(MarkdownWriter report) {
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

    private void concurrentRollouts(MarkdownWriter report) {
        report.line("");
        report.line("## " + concurrentRollouts.rollouts() + " concurrent rollouts");
        report.line("");
        report.table("", "");
        report.row("succeeded", concurrentRollouts.rollouts() + " of " + concurrentRollouts.rollouts());
        report.row(
                "failed as expected, in addition",
                concurrentRollouts.concurrentFailures() + " of " + concurrentRollouts.concurrentFailures());
        report.row(
                "platform threads before, peak",
                concurrentRollouts.threadsBefore() + ", " + concurrentRollouts.threadsPeak());
        report.row(
                "heap after a garbage collection, with " + concurrentRollouts.inFlight() + " rollouts in progress",
                MarkdownWriter.number("%.1f", concurrentRollouts.heap() / 1048576.0) + " MiB more than before, "
                        + MarkdownWriter.number(
                                "%.0f", concurrentRollouts.heap() / 1024.0 / Math.max(1, concurrentRollouts.inFlight()))
                        + " KiB per rollout");
        report.row(
                "verdict lag p50, p99",
                MarkdownWriter.ms(concurrentRollouts.lag().p50()) + ", "
                        + MarkdownWriter.ms(concurrentRollouts.lag().p99()));
        report.row(
                "from the first start to the last verdict",
                MarkdownWriter.number("%.1f", concurrentRollouts.wall() / 1e9) + " s");
        report.line("");
        report.line(
                "Three objects each, in one namespace. The pods become ready 25 s after their start, so that all rollouts are in"
                        + " progress at the same time. The failing rollouts fail at once; all rollouts share one watch for the"
                        + " namespace's events. There are no autoscalers, because their controller would need the cores.");
    }

    private void method(MarkdownWriter report) {
        report.line("");
        report.line("## Method");
        report.line("");
        report.line("""
                - **A workload** is a Service, a Deployment with its HorizontalPodAutoscaler, and a ConfigMap; it refers to one more
                  ConfigMap. Its pods are ready as soon as they are on a node.
                - **The engine** runs in a warm JVM (%d deploys before), as in Jenkins, and opens its connection for each deploy. Measured
                  from the call to its return: connection, check of references, revision, watches, apply, wait, and marking the
                  revision as healthy.
                - **kubectl** gets the same objects in one file: `kubectl apply --server-side -f FILE && kubectl rollout status
                  deployment/…`, one call for all Deployments, from one shell, with a warm discovery cache. It is built from the same
                  Go module as the control plane. Measured from the start of the shell to its end.
                - **The observer** watches over connections of its own and records the time at which it has read an event.
                  *Published* is the first event in which the Deployment has the new image and is observed, updated and available
                  everywhere. *Overhead* is the total time minus the time from the first write to *published*; the first write
                  counts when the observer sees it (in the table with kubectl) or when it is acknowledged to the engine (in the other
                  tables). The *verdict* is the engine's last event, or the end of kubectl. *Verdict lag* is the time from
                  *published* to the verdict, *progress lag* the time from *published* to the engine's last progress event. A lag is
                  negative if the engine's connection delivers the event before the observer's connection does.
                - **Requests** are counted in the API server's audit log, on a control plane of their own.""".formatted(size.warmUp()));
    }
}
