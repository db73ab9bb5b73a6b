package io.jenkins.plugins.deployworkload.rollout.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rollouts in trouble: whatever happens on the way, they say nothing that is not so. A few runs a cell in each build; many by
 * hand (the profile {@code faults}), where these system properties say so:
 *
 * <ul>
 *   <li>{@code faults.runs}: runs a cell; 20 tell each story once
 *   <li>{@code faults.seed}: what everything is drawn from
 *   <li>{@code faults.atOnce}: how many at the same time
 *   <li>{@code faults.full}: also the cells that take minutes, and stalls of 32 seconds, longer than a request may take
 *   <li>{@code faults.cells}: a regular expression for those that are wanted
 *   <li>{@code faults.page}: the page of the documentation to bring up to date
 *   <li>{@code faults.report}: a file that gets a line for each run that did not simply end as it should
 * </ul>
 */
@Tag("control-plane")
// A trial ends by itself after minutes; sixty, some at a time, of the slowest cell take an hour or two.
@Timeout(value = 4, unit = TimeUnit.HOURS)
class FaultMatrixTest {

    private static final int RUNS = Integer.getInteger("faults.runs", 4);
    private static final int AT_ONCE = Integer.getInteger("faults.atOnce", 4);
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final String FAULTS = System.getProperty("faults.cells", ".*");
    private static final String PAGE = System.getProperty("faults.page", "");
    private static final String REPORT = System.getProperty("faults.report", "");

    private static final FaultMatrix MATRIX =
            new FaultMatrix(AT_ONCE, SEED, FULL ? Duration.ofSeconds(32) : Duration.ofSeconds(2));

    private static final List<FaultMatrix.Row> ROWS = new ArrayList<>();

    static List<Fault> cells() {
        return Fault.all();
    }

    @AfterAll
    static void close() {
        MATRIX.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void reportsTruthfully(Fault cell) throws InterruptedException, IOException {
        assumeTrue(cell.name().matches(FAULTS), "not asked for");
        assumeTrue(FULL || !cell.isManualOnly(), "takes minutes: -Dfaults.full");

        FaultMatrix.Row row = MATRIX.run(cell, RUNS);

        ROWS.add(row);
        report(row);
        if (!PAGE.isEmpty()) {
            String how = RUNS + " runs per fault, " + AT_ONCE + " at a time, seed " + SEED
                    + (FULL ? "" : ", without the faults that take minutes");
            new FaultPage(Path.of(PAGE), how).write(ROWS);
        }
        assertThat(row.lines()).hasSize(RUNS);
        assertThat(row.faults()).isEmpty();
    }

    private static void report(FaultMatrix.Row row) throws IOException {
        if (!REPORT.isEmpty()) {
            String text = row.lines().stream()
                    .filter(line -> line.result().verdict() != Verdict.EXPECTED)
                    .map(line -> line.trial() + ": " + line.result().verdict() + ": "
                            + line.result().reason() + "\n")
                    .collect(Collectors.joining());
            Files.writeString(
                    Path.of(REPORT),
                    row.fault() + ", " + row.lines().size() + " runs, "
                            + row.wall().toSeconds() + " s\n" + text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
