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
 * Writes what came of a run by hand as a page of the documentation. Cells that were not run this time keep the line that the
 * page has of them, so that a run can be split.
 */
final class FaultPage {

    private static final String HEAD = "# What a deploy says in trouble";

    private static final Map<Verdict, String> COLUMNS = Map.of(
            Verdict.EXPECTED, "right",
            Verdict.REPORTED, "said otherwise",
            Verdict.GAVE_UP, "gave up",
            Verdict.FALSE_SUCCESS, "false success",
            Verdict.FALSE_FAILURE, "false failure",
            Verdict.MISREPORTED, "untrue",
            Verdict.HUNG, "never ended",
            Verdict.BLOCKED, "no way on");

    private final Path file;
    private final String settings;

    /** @param how the settings of this run, for the page */
    FaultPage(Path file, String how) {
        this.file = file;
        this.settings = how;
    }

    void write(Collection<FaultMatrix.Row> rows) throws IOException {
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<String> lines = new ArrayList<>(head());
        for (Fault cell : Fault.all()) {
            rows.stream()
                    .filter(row -> row.fault() == cell)
                    .map(this::line)
                    .findFirst()
                    .or(() -> before.stream()
                            .filter(line -> line.startsWith(rowStart(cell)))
                            .findFirst())
                    .ifPresent(lines::add);
        }
        lines.addAll(foot());
        Files.write(file, lines);
    }

    private static List<String> head() {
        String kinds = Arrays.stream(Verdict.values()).map(COLUMNS::get).collect(Collectors.joining(" | "));
        return List.of(
                HEAD,
                "",
                "Written by `mvn -f src/dev -Pfaults test`: rollouts on a real control plane (API server, controllers,",
                "scheduler, etcd; kwok plays the nodes) while something goes wrong, each at another moment. In turn they are",
                "first deploys, changes, runs of a Job, prunings, recreations, deploys that cannot run (kept, rolled back,",
                "removed), of Deployments and StatefulSets, with an autoscaler, stopped, resumed by another engine, and overtaken",
                "by a newer one: " + Scenario.values().length
                        + " stories. What each says is compared with what is in the cluster"
                        + " then, read directly, and with the",
                "workload's record.",
                "",
                "| Trouble | runs | " + kinds + " | seconds | date | what happens |",
                "|---|" + "---|".repeat(Verdict.values().length + 4));
    }

    private String line(FaultMatrix.Row row) {
        return Stream.of(
                        Stream.of(rowStart(row.fault()) + row.lines().size()),
                        Arrays.stream(Verdict.values()).map(kind -> String.valueOf(row.count(kind))),
                        Stream.of(
                                String.valueOf(row.wall().toSeconds()),
                                LocalDate.now(ZoneOffset.UTC).toString(),
                                row.fault().description() + " |"))
                .flatMap(cells -> cells)
                .collect(Collectors.joining(" | "));
    }

    private static String rowStart(Fault cell) {
        return "| " + cell.name() + " | ";
    }

    private List<String> foot() {
        return List.of(
                "",
                "Every column from *gave up* on is a fault of the engine, and fails the run.",
                "",
                "- **Right**: it ended as it would have ended without the trouble.",
                "- **Said otherwise**: it did not, and says truly what was in the way and what was applied; where the trouble is"
                        + " no",
                "  outage for everybody, the next deploy gets through.",
                "- **Gave up**: it says so too, but the trouble was over in a moment, and it should have gone on.",
                "- **False success**: it says that all runs, and that is not so.",
                "- **False failure**: it says that the workload does not run, or that somebody else changed it, and that is not so.",
                "- **Untrue**: the reason, the objects that it reports or the record are not as it says.",
                "- **Never ended**: no verdict within " + DeployRunner.HANG_TIMEOUT.toSeconds()
                        + " seconds, or connections left open.",
                "- **No way on**: the next deploy, without any trouble, does not get through.",
                "",
                "*Seconds* is how long all runs of the line took together, from the first one's start to the last one's end,"
                        + " several at",
                "a time; where the control plane itself suffers, with the start of each new one.",
                "",
                "Last run: " + machine() + " " + settings + ".",
                "",
                "A few runs of the cells that take no minutes are part of every build (`mvn -f src/dev verify`).",
                "`-Dfaults.cells=HTTP.*` runs some of the cells, `-Dfaults.runs`, `-Dfaults.seed` and `-Dfaults.atOnce` change the"
                        + " rest; cells that",
                "are not run keep their line.");
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
