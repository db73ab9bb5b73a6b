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
        report.line("## Beside kubectl");
        report.line("");
        report.table("Figure", "engine p50", "p99", "kubectl p50", "p99", "ratio", "aim", "");
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            compare(
                    report,
                    "own time, " + name(kind),
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
                    "apply and wait, four objects, " + name(kind) + ", over a new connection",
                    singles.of(kind, engineWithNewConnection).wall(),
                    singles.of(kind, kubectl).wall());
            compare(
                    report,
                    "published to verdict, " + name(kind),
                    singles.of(kind, engine).verdictLag(),
                    singles.of(kind, kubectl).verdictLag());
            compare(
                    report,
                    "published to verdict, " + size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine).verdictLag(),
                    batches.of(kind, kubectl).verdictLag());
        }
        report.compare(
                "nothing to change, four objects",
                singles.of(Scenario.NO_CHANGE, engine).wall(),
                singles.of(Scenario.NO_CHANGE, kubectl).wall(),
                0.3,
                "It is asked for what is there, and once more for the record: "
                        + requestCounts
                                .get(engine.label() + " " + Scenario.NO_CHANGE)
                                .detail() + ".");
        compare(
                report,
                "nothing to change, " + size.batch() + " workloads",
                batches.of(Scenario.NO_CHANGE, engine).wall(),
                batches.of(Scenario.NO_CHANGE, kubectl).wall());
        report.line("");
        report.table(
                "Where the engine's time goes (p50)", "until a write is acknowledged", "controllers", "from then on");
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            parts(report, "four objects, " + name(kind), singles.of(kind, engine));
            parts(report, size.batch() + " workloads, " + name(kind), batches.of(kind, engine));
        }
        report.line("");
        report.line(
                "After kubectl's writes, from the first that the observer sees, the controllers take (p50): first deploy "
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
            report.line("The runner as a process, three objects, first deploy, with the start of its Java: p50 "
                    + MarkdownWriter.ms(processes.p50()) + ", worst " + MarkdownWriter.ms(processes.p99()) + ".");
        }
        limits(report);
        failures(report);
        concurrentRollouts(report);
        method(report);
        return report.finish();
    }

    private static void parts(MarkdownWriter report, String what, Measurements of) {
        report.row(
                what,
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
            case NO_CHANGE -> "nothing to change";
        };
    }

    /** Nobody is faster than the controllers. */
    private String floor(DeployComparison of, Scenario kind) {
        Measurements ours = of.of(kind, engine);
        double controllers = ours.controllers().p50();
        double floor = controllers / of.of(kind, kubectl).wall().p50();
        String others = of == batches
                ? " In the time of the controllers the API server takes the writes of the other workloads, too."
                : "";
        return "Of the engine's time the controllers take " + MarkdownWriter.ms(controllers)
                + " ms, which is all of what an engine without any time of its own would take: "
                + MarkdownWriter.number("%.2f", floor) + " ×. Its own are "
                + MarkdownWriter.ms(ours.beforeFirstWrite().p50())
                + " ms until a write is acknowledged, and "
                + MarkdownWriter.ms(ours.own().p50() - ours.beforeFirstWrite().p50()) + " ms after the end state."
                + others;
    }

    private void limits(MarkdownWriter report) {
        report.line("");
        report.line("## Limits");
        report.line("");
        report.table("Figure", "measured", "at most", "");
        for (Scenario kind : List.of(Scenario.FIRST_DEPLOY, Scenario.NEW_IMAGE)) {
            Measurements alone = singles.of(kind, engine);
            report.row("own time, " + name(kind), MarkdownWriter.ms(alone.own().p50()) + " ms", "", "");
            lag(report, name(kind), alone, " " + jvmActivity.text());
            lag(
                    report,
                    size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine),
                    " " + size.batch()
                            + " workloads end together, on the cores on which the controllers still work for the others.");
        }
        for (Scenario kind : Scenario.values()) {
            requests(report, kind);
        }
        Set<String> wrote =
                requestCounts.get(engine.label() + " " + Scenario.NO_CHANGE).wrote();
        report.limit(
                "objects changed where nothing is to change",
                wrote.isEmpty() ? "none" : wrote.size() + "",
                wrote.size(),
                0,
                "",
                "Changed: " + wrote + ".");
        report.line("");
        report.line("The limit of requests is one an object (" + SampleWorkload.OBJECTS
                + "), two a kind that is watched (Deployments, and where there is something to wait for ReplicaSets, pods and"
                + " events), two for the record, one for each thing that is named (" + SampleWorkload.REFERENCES
                + ").");
        report.line("");
        report.table("Bytes sent, received, with TLS", "engine", "kubectl");
        for (Scenario kind : Scenario.values()) {
            report.row(
                    name(kind),
                    bytes(requestCounts.get(engine.label() + " " + kind).bytes()),
                    bytes(requestCounts.get(kubectl.label() + " " + kind).bytes()));
        }
    }

    private static void lag(MarkdownWriter report, String what, Measurements of, String why) {
        Series lag = of.verdictLag();
        String all = "The verdict waits for the write that notes the revision as good; it is told in the log after "
                + MarkdownWriter.ms(of.progressLag().p50()) + " ms (p50) and "
                + MarkdownWriter.ms(of.progressLag().p99()) + " ms (p99)." + why;
        report.row(
                "published to told, p50, p99, " + what,
                MarkdownWriter.ms(of.progressLag().p50()) + ", "
                        + MarkdownWriter.ms(of.progressLag().p99()) + " ms",
                "",
                "");
        report.limit(
                "published to verdict, p50, " + what, MarkdownWriter.ms(lag.p50()) + " ms", lag.p50(), 5, " ms", all);
        report.limit(
                "published to verdict, p99, " + what, MarkdownWriter.ms(lag.p99()) + " ms", lag.p99(), 25, " ms", all);
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
        report.table("A new image whose name cannot be read", "p50", "p99");
        report.row(
                "from the call to the reason in the log",
                MarkdownWriter.ms(failures.timeToReason().p50()),
                MarkdownWriter.ms(failures.timeToReason().p99()));
        report.row(
                "from the verdict to all running as before",
                MarkdownWriter.ms(failures.timeToRollback().p50()),
                MarkdownWriter.ms(failures.timeToRollback().p99()));
        report.row(
                "the same by `kubectl rollout undo` and `rollout status`",
                MarkdownWriter.ms(failures.kubectlUndo().p50()),
                MarkdownWriter.ms(failures.kubectlUndo().p99()));
        report.line("");
        report.line(
                "kubectl itself gives no reason, and no verdict before the Deployment's deadline (ten minutes unless said).");
    }

    private void concurrentRollouts(MarkdownWriter report) {
        report.line("");
        report.line("## " + concurrentRollouts.rollouts() + " rollouts at once");
        report.line("");
        report.table("", "");
        report.row("succeeded", concurrentRollouts.rollouts() + " of " + concurrentRollouts.rollouts());
        report.row(
                "failed, as they should, beside these",
                concurrentRollouts.concurrentFailures() + " of " + concurrentRollouts.concurrentFailures());
        report.row(
                "platform threads before, most",
                concurrentRollouts.threadsBefore() + ", " + concurrentRollouts.threadsPeak());
        report.row(
                "heap after a garbage collection, with " + concurrentRollouts.inFlight() + " under way",
                MarkdownWriter.number("%.1f", concurrentRollouts.heap() / 1048576.0) + " MiB more than before, "
                        + MarkdownWriter.number(
                                "%.0f", concurrentRollouts.heap() / 1024.0 / Math.max(1, concurrentRollouts.inFlight()))
                        + " KiB each");
        report.row(
                "published to verdict p50, p99",
                MarkdownWriter.ms(concurrentRollouts.lag().p50()) + ", "
                        + MarkdownWriter.ms(concurrentRollouts.lag().p99()));
        report.row(
                "from the first call to the last verdict",
                MarkdownWriter.number("%.1f", concurrentRollouts.wall() / 1e9) + " s");
        report.line("");
        report.line(
                "Three objects each, in one namespace, with pods that are ready 25 s after their start, so that all are under way "
                        + "at the same time. Those that fail do so at once, and their pods' warnings go to the one watch of the"
                        + " namespace's events that all share. No autoscalers: their controller would need the cores.");
    }

    private void method(MarkdownWriter report) {
        report.line("");
        report.line("## How");
        report.line("");
        report.line(
                "- **A workload** is a Service, a Deployment with its HorizontalPodAutoscaler, and a ConfigMap; one more ConfigMap is");
        report.line("  referred to. The pod is ready as soon as its node has it.");
        report.line("- **The engine** runs in a Java that is warm (" + size.warmUp()
                + " deploys before), as Jenkins is, and opens its connection for each");
        report.line(
                "  deploy. Measured from the call to its return: connection, look-up of what is named, record, watches, apply, wait, and");
        report.line("  the note that this revision is good.");
        report.line(
                "- **kubectl** gets the same objects in one file: `kubectl apply --server-side -f FILE && kubectl rollout status");
        report.line(
                "  deployment/…`, one call for all Deployments, from one shell, with a warm discovery cache, built from the same Go module as");
        report.line("  the control plane. Measured from the start of the shell to its end.");
        report.line(
                "- **The observer** watches over connections of its own, and notes the time at which it has read an event.");
        report.line(
                "  *Published* is the first event in which the Deployment shows the new image, observed, updated and available everywhere.");
        report.line(
                "  *Own time* is the whole time without that from the first write, as the observer sees it (in the table beside");
        report.line("  kubectl) or as it is acknowledged to the engine (in the others), to *published*. The");
        report.line(
                "  *verdict* is the engine's last event, or the end of kubectl. Where the engine's connection brings the news before the");
        report.line("  observer's does, the difference is negative.");
        report.line("- **Requests** are counted by the API server's audit log, on a plane of its own.");
    }
}
