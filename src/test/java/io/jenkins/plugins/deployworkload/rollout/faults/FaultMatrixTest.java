package io.jenkins.plugins.deployworkload.rollout.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rollouts in trouble: whatever happens on the way, they say nothing that is not so. A few runs a cell in each build; many by
 * hand, where these system properties say so:
 *
 * <ul>
 *   <li>{@code faults.runs}: runs a cell; 8 tell each story once
 *   <li>{@code faults.seed}: what everything is drawn from
 *   <li>{@code faults.atOnce}: how many at the same time
 *   <li>{@code faults.full}: also the cells that take minutes, and stalls of 32 seconds, longer than a request may take
 *   <li>{@code faults.cells}: a regular expression for those that are wanted
 *   <li>{@code faults.report}: a file that gets a line a cell, and one for each run that did not simply end as it should
 * </ul>
 */
@Tag("control-plane")
@Timeout(3600)
class FaultMatrixTest {

    private static final int RUNS = Integer.getInteger("faults.runs", 4);
    private static final boolean FULL = Boolean.getBoolean("faults.full");
    private static final String CELLS = System.getProperty("faults.cells", ".*");
    private static final String REPORT = System.getProperty("faults.report");

    private static final Matrix MATRIX = new Matrix(
            Integer.getInteger("faults.atOnce", 4),
            Long.getLong("faults.seed", 1),
            FULL ? Duration.ofSeconds(32) : Duration.ofSeconds(2));

    private static ControlPlane own;

    @AfterAll
    static void close() {
        MATRIX.close();
        if (own != null) {
            own.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysNothingThatIsNotSo(Cell cell) throws InterruptedException, IOException {
        assumeTrue(cell.name().matches(CELLS), "not asked for");
        assumeTrue(FULL || !cell.byHandOnly(), "takes minutes: -Dfaults.full");
        Matrix.Row row = MATRIX.run(plane(cell), cell, RUNS);
        report(row);
        assertThat(row.faults()).isEmpty();
    }

    /** Who kills the API server has one of his own. */
    private static ControlPlane plane(Cell cell) {
        if (!cell.isOutage()) {
            return SharedControlPlane.get();
        }
        if (own == null) {
            own = ControlPlane.start(Options.defaults());
        }
        return own;
    }

    private static void report(Matrix.Row row) throws IOException {
        if (REPORT != null) {
            String text = row.lines().stream()
                    .filter(line -> line.judgement().kind() != Kind.RIGHT)
                    .map(line -> line.trial() + ": " + line.judgement().kind() + ": "
                            + line.judgement().why() + "\n")
                    .collect(Collectors.joining());
            Files.writeString(
                    Path.of(REPORT),
                    row.markdown() + "\n" + text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
