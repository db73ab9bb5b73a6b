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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Injects faults into rollouts, and checks that each rollout reports the actual state of the cluster or the fault.
 * Every build runs each fault a few times; the Maven profile {@code faults} runs each fault many times. System
 * properties:
 * <ul>
 * <li>{@code faults.runs}: the number of runs of each fault; 20 runs cover each scenario once
 * <li>{@code faults.seed}: the seed of the random number generator
 * <li>{@code faults.atOnce}: the number of concurrent trials
 * <li>{@code faults.full}: whether to include the faults that take minutes, and stalls of 32 seconds, which exceed the
 * request timeout
 * <li>{@code faults.cells}: a regular expression that selects faults by name
 * <li>{@code faults.page}: the page of the documentation to update
 * <li>{@code faults.report}: a file that gets a line for each run that did not end as expected
 * </ul>
 */
@Tag("control-plane")
// Enough time for 60 runs of each fault, of which several run at a time. The test normally takes minutes, but hours if
// most rollouts hang.
@Timeout(value = 4, unit = TimeUnit.HOURS)
@Execution(ExecutionMode.CONCURRENT)
// Starts first, because it is the longest class and mostly waits.
@Order(1)
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
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("cells")
    void reportsTruthfully(Fault fault) throws InterruptedException, IOException {
        assumeTrue(fault.name().matches(FAULTS), "not selected");
        assumeTrue(FULL || !fault.isManualOnly(), "takes minutes: -Dfaults.full");

        FaultMatrix.Row row = MATRIX.run(fault, RUNS);

        ROWS.add(row);
        report(row);
        if (!PAGE.isEmpty()) {
            String settings = RUNS + " runs per fault, " + AT_ONCE + " at a time, seed " + SEED
                    + (FULL ? "" : ", without the faults that take minutes");
            new FaultPage(Path.of(PAGE), settings).write(ROWS);
        }
        assertThat(row.lines()).hasSize(RUNS);
        assertThat(row.defects()).isEmpty();
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
