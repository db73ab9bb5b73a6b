package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.Singles.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said of the figures.
 *
 * @param alone the engine with a new connection each time
 * @param processes the runner's time
 * @param counted requests, by the deployer's label and the kind of deploy
 */
record Page(
        Size size,
        Singles singles,
        Singles batches,
        Deployer engine,
        Deployer alone,
        Deployer kubectl,
        Upkeep upkeep,
        Series processes,
        Failures failures,
        Crowd crowd,
        Map<String, Requests.Counted> counted) {

    String text(String machine) {
        Report report = new Report(machine, size);
        report.line("## Beside kubectl");
        report.line("");
        report.table("Figure", "engine p50", "p99", "kubectl p50", "p99", "ratio", "aim", "");
        for (Kind kind : List.of(Kind.FIRST, Kind.CHANGE)) {
            compare(
                    report,
                    "own time, " + name(kind),
                    singles.of(kind, engine).ownAsSeen(),
                    singles.of(kind, kubectl).ownAsSeen());
            report.compared(
                    "apply and wait, four objects, " + name(kind),
                    singles.of(kind, engine).wall(),
                    singles.of(kind, kubectl).wall(),
                    0.35,
                    floor(singles, kind));
            report.compared(
                    "apply and wait, " + size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine).wall(),
                    batches.of(kind, kubectl).wall(),
                    0.25,
                    floor(batches, kind));
            compare(
                    report,
                    "apply and wait, four objects, " + name(kind) + ", over a new connection",
                    singles.of(kind, alone).wall(),
                    singles.of(kind, kubectl).wall());
            compare(
                    report,
                    "published to verdict, " + name(kind),
                    singles.of(kind, engine).lag(),
                    singles.of(kind, kubectl).lag());
            compare(
                    report,
                    "published to verdict, " + size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine).lag(),
                    batches.of(kind, kubectl).lag());
        }
        report.compared(
                "nothing to change, four objects",
                singles.of(Kind.SAME, engine).wall(),
                singles.of(Kind.SAME, kubectl).wall(),
                0.3,
                "It is asked for what is there, and once more for the record: "
                        + counted.get(engine.label() + " " + Kind.SAME).detail() + ".");
        compare(
                report,
                "nothing to change, " + size.batch() + " workloads",
                batches.of(Kind.SAME, engine).wall(),
                batches.of(Kind.SAME, kubectl).wall());
        report.line("");
        report.table(
                "Where the engine's time goes (p50)", "until a write is acknowledged", "controllers", "from then on");
        for (Kind kind : List.of(Kind.FIRST, Kind.CHANGE)) {
            parts(report, "four objects, " + name(kind), singles.of(kind, engine));
            parts(report, size.batch() + " workloads, " + name(kind), batches.of(kind, engine));
        }
        report.line("");
        report.line(
                "After kubectl's writes, from the first that the observer sees, the controllers take (p50): first deploy "
                        + Report.ms(
                                singles.of(Kind.FIRST, kubectl).controllers().p50()) + ", new image "
                        + Report.ms(
                                singles.of(Kind.CHANGE, kubectl).controllers().p50()) + ", " + size.batch()
                        + " workloads "
                        + Report.ms(
                                batches.of(Kind.CHANGE, kubectl).controllers().p50()) + ".");
        report.line("");
        report.line(upkeep.text());
        if (processes.size() > 0) {
            report.line("");
            report.line("The runner as a process, three objects, first deploy, with the start of its Java: p50 "
                    + Report.ms(processes.p50()) + ", worst " + Report.ms(processes.p99()) + ".");
        }
        limits(report);
        failures(report);
        crowd(report);
        method(report);
        return report.end();
    }

    private static void parts(Report report, String what, Measured of) {
        report.row(
                what,
                Report.ms(of.before().p50()),
                Report.ms(of.controllers().p50()),
                Report.ms(of.wall().p50() - of.before().p50() - of.controllers().p50()));
    }

    private static void compare(Report report, String figure, Series engine, Series kubectl) {
        report.compared(figure, engine, kubectl, Double.NaN, "");
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case FIRST -> "first deploy";
            case CHANGE -> "new image";
            case SAME -> "nothing to change";
        };
    }

    /** Nobody is faster than the controllers. */
    private String floor(Singles of, Kind kind) {
        Measured ours = of.of(kind, engine);
        double controllers = ours.controllers().p50();
        double floor = controllers / of.of(kind, kubectl).wall().p50();
        String others = of == batches
                ? " In the time of the controllers the API server takes the writes of the other workloads, too."
                : "";
        return "Of the engine's time the controllers take " + Report.ms(controllers)
                + " ms, which is all of what an engine without any time of its own would take: "
                + Report.number("%.2f", floor) + " ×. Its own are "
                + Report.ms(ours.before().p50())
                + " ms until a write is acknowledged, and "
                + Report.ms(ours.own().p50() - ours.before().p50()) + " ms after the end state." + others;
    }

    private void limits(Report report) {
        report.line("");
        report.line("## Limits");
        report.line("");
        report.table("Figure", "measured", "at most", "");
        for (Kind kind : List.of(Kind.FIRST, Kind.CHANGE)) {
            Measured alone = singles.of(kind, engine);
            report.row("own time, " + name(kind), Report.ms(alone.own().p50()) + " ms", "", "");
            lag(report, name(kind), alone, " " + upkeep.text());
            lag(
                    report,
                    size.batch() + " workloads, " + name(kind),
                    batches.of(kind, engine),
                    " " + size.batch()
                            + " workloads end together, on the cores on which the controllers still work for the others.");
        }
        for (Kind kind : Kind.values()) {
            requests(report, kind);
        }
        Set<String> wrote = counted.get(engine.label() + " " + Kind.SAME).wrote();
        report.limited(
                "objects changed where nothing is to change",
                wrote.isEmpty() ? "none" : wrote.size() + "",
                wrote.size(),
                0,
                "",
                "Changed: " + wrote + ".");
        report.line("");
        report.line("The limit of requests is one an object (" + Shop.OBJECTS
                + "), two a kind that is watched (Deployments, and where there is something to wait for ReplicaSets, pods and"
                + " events), two for the record, one for each thing that is named (" + Shop.REFERENCES + ").");
        report.line("");
        report.table("Bytes sent, received, with TLS", "engine", "kubectl");
        for (Kind kind : Kind.values()) {
            report.row(
                    name(kind),
                    bytes(counted.get(engine.label() + " " + kind).bytes()),
                    bytes(counted.get(kubectl.label() + " " + kind).bytes()));
        }
    }

    private static void lag(Report report, String what, Measured of, String why) {
        Series lag = of.lag();
        String all = "The verdict waits for the write that notes the revision as good; it is told in the log after "
                + Report.ms(of.told().p50()) + " ms (p50) and "
                + Report.ms(of.told().p99()) + " ms (p99)." + why;
        report.row(
                "published to told, p50, p99, " + what,
                Report.ms(of.told().p50()) + ", " + Report.ms(of.told().p99()) + " ms",
                "",
                "");
        report.limited("published to verdict, p50, " + what, Report.ms(lag.p50()) + " ms", lag.p50(), 5, " ms", all);
        report.limited("published to verdict, p99, " + what, Report.ms(lag.p99()) + " ms", lag.p99(), 25, " ms", all);
    }

    private void requests(Report report, Kind kind) {
        Requests.Counted ours = counted.get(engine.label() + " " + kind);
        Requests.Counted theirs = counted.get(kubectl.label() + " " + kind);
        int budget = Shop.OBJECTS + 2 * ours.watched() + 2 + Shop.REFERENCES;
        report.limited(
                "requests, " + name(kind),
                ours.all() + " (" + ours.text() + "); kubectl " + theirs.all() + " (" + theirs.text() + ")",
                ours.all(),
                budget,
                "",
                "Sent: " + ours.detail() + "; " + ours.watched() + " kinds watched.");
    }

    private static String bytes(Meter.Bytes bytes) {
        return Report.number("%.1f", bytes.sent() / 1024.0) + ", " + Report.number("%.1f", bytes.received() / 1024.0)
                + " KiB";
    }

    private void failures(Report report) {
        report.line("");
        report.line("## A deploy that fails");
        report.line("");
        report.table("A new image whose name cannot be read", "p50", "p99");
        report.row(
                "from the call to the reason in the log",
                Report.ms(failures.found().p50()),
                Report.ms(failures.found().p99()));
        report.row(
                "from the verdict to all running as before",
                Report.ms(failures.back().p50()),
                Report.ms(failures.back().p99()));
        report.row(
                "the same by `kubectl rollout undo` and `rollout status`",
                Report.ms(failures.undone().p50()),
                Report.ms(failures.undone().p99()));
        report.line("");
        report.line(
                "kubectl itself gives no reason, and no verdict before the Deployment's deadline (ten minutes unless said).");
    }

    private void crowd(Report report) {
        report.line("");
        report.line("## " + crowd.rollouts() + " rollouts at once");
        report.line("");
        report.table("", "");
        report.row("succeeded", crowd.rollouts() + " of " + crowd.rollouts());
        report.row("failed, as they should, beside these", crowd.failing() + " of " + crowd.failing());
        report.row("platform threads before, most", crowd.threadsBefore() + ", " + crowd.threadsPeak());
        report.row(
                "heap after a garbage collection, with " + crowd.under() + " under way",
                Report.number("%.1f", crowd.heap() / 1048576.0) + " MiB more than before, "
                        + Report.number("%.0f", crowd.heap() / 1024.0 / Math.max(1, crowd.under())) + " KiB each");
        report.row(
                "published to verdict p50, p99",
                Report.ms(crowd.lag().p50()) + ", " + Report.ms(crowd.lag().p99()));
        report.row("from the first call to the last verdict", Report.number("%.1f", crowd.wall() / 1e9) + " s");
        report.line("");
        report.line(
                "Three objects each, in one namespace, with pods that are ready 25 s after their start, so that all are under way "
                        + "at the same time. Those that fail do so at once, and their pods' warnings go to the one watch of the"
                        + " namespace's events that all share. No autoscalers: their controller would need the cores.");
    }

    private void method(Report report) {
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
