package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the results of a manual run as a page of the documentation. Faults that a run does not test keep their rows,
 * so that several runs can fill the page.
 */
final class FaultPage {

    private static final String HEAD = "# Fault matrix: what a deploy reports when the cluster fails";

    private static final Map<Verdict, String> COLUMNS = Map.of(
            Verdict.EXPECTED, "expected",
            Verdict.REPORTED, "reported",
            Verdict.GAVE_UP, "gave up",
            Verdict.FALSE_SUCCESS, "false success",
            Verdict.FALSE_FAILURE, "false failure",
            Verdict.MISREPORTED, "misreported",
            Verdict.HUNG, "hung",
            Verdict.BLOCKED, "blocked");

    private final Path file;
    private final String settings;

    /** @param settings the settings of this run */
    FaultPage(Path file, String settings) {
        this.file = file;
        this.settings = settings;
    }

    void write(Collection<FaultMatrix.Row> rows) throws IOException {
        List<String> oldLines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<String> lines = new ArrayList<>(head());
        for (Fault fault : Fault.all()) {
            rows.stream()
                    .filter(row -> row.fault() == fault)
                    .map(this::line)
                    .findFirst()
                    .or(() -> oldLines.stream()
                            .filter(line -> line.startsWith(rowStart(fault)))
                            .findFirst())
                    .ifPresent(lines::add);
        }
        lines.addAll(foot());
        Files.write(file, lines);
    }

    private static List<String> head() {
        String columns = Arrays.stream(Verdict.values()).map(COLUMNS::get).collect(Collectors.joining(" | "));
        return List.of(
                HEAD,
                "",
                "Written by `mvn -f src/dev -Pfaults test`: rollouts on a real control plane (API server, controller manager,",
                "scheduler, etcd; kwok simulates the nodes) during faults, each at a different moment. There are "
                        + Scenario.common().size() + " scenarios:",
                "first deploys, updates, repeated Jobs, prunes, replacements, and deploys that cannot become healthy (kept, rolled",
                "back, removed), of Deployments and StatefulSets, with an autoscaler, aborted, resumed by another engine, and",
                "superseded by a newer deploy. For the faults of discovery, there are "
                        + Scenario.custom().size() + " more scenarios with a custom resource. Each reported",
                "result is compared with the objects in the cluster, which the test reads directly, and with the stored revisions.",
                "",
                "| Fault | runs | " + columns + " | seconds | date | description |",
                "|---|" + "---|".repeat(Verdict.values().length + 4));
    }

    private String line(FaultMatrix.Row row) {
        return Stream.of(
                        Stream.of(rowStart(row.fault()) + row.lines().size()),
                        Arrays.stream(Verdict.values()).map(verdict -> String.valueOf(row.count(verdict))),
                        Stream.of(
                                String.valueOf(row.wall().toSeconds()),
                                LocalDate.now(ZoneOffset.UTC).toString(),
                                row.fault().description() + " |"))
                .flatMap(cells -> cells)
                .collect(Collectors.joining(" | "));
    }

    private static String rowStart(Fault fault) {
        return "| " + fault.name() + " | ";
    }

    private List<String> foot() {
        return List.of(
                "",
                "Every column from *gave up* on counts defects of the engine, and fails the run.",
                "",
                "- **Expected**: the deploy ended as it would have ended without the fault.",
                "- **Reported**: the deploy ended otherwise, and its message names the fault and the applied objects correctly. Unless",
                "  the fault is an outage for all clients, the next deploy succeeds.",
                "- **Gave up**: as *reported*, but the fault was brief, and the deploy should have continued.",
                "- **False success**: the deploy reports a healthy workload, which is not true.",
                "- **False failure**: the deploy reports that the workload is not healthy, or that another client changed it, which is",
                "  not true.",
                "- **Misreported**: the reason, the reported objects or the stored revisions are wrong.",
                "- **Hung**: no result within " + DeployRunner.HANG_TIMEOUT.toSeconds()
                        + " seconds, or connections left open.",
                "- **Blocked**: the next deploy, without a fault, does not succeed.",
                "",
                "*Seconds* is the time from the start of the first run of the row to the end of the last one; several runs overlap. For",
                "faults of the control plane, this time includes the start of each new control plane.",
                "",
                "Last run: " + machine() + " " + settings + ".",
                "",
                "A few runs of each fault that does not take minutes are part of every build (`mvn -f src/dev verify`).",
                "`-Dfaults.cells=HTTP.*` selects faults; `-Dfaults.runs`, `-Dfaults.seed` and `-Dfaults.atOnce` set the number of runs,",
                "the seed and the concurrency. Faults that are not run keep their row.");
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, Java %s, %s;",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                System.getProperty("os.name"));
    }
}
