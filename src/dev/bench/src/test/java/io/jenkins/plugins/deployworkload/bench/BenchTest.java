package io.jenkins.plugins.deployworkload.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.controlplane.Assets;
import org.junit.jupiter.api.Test;

/** The benchmark runs and reports all figures; their values are not checked. */
class BenchTest {

    @Test
    void writesAReportWithAllFigures() throws Exception {
        assumeTrue(
                Assets.find(System.err::println).kubectl().isPresent(),
                Assets.VARIABLE + ": the directory has no kubectl");

        String page = Bench.run(BenchSize.SMOKE, null);

        assertThat(page)
                .contains("| overhead, first deploy |", "| apply and wait, 2 workloads, new image |")
                .contains("| no change, four objects |", "| requests, first deploy |")
                .contains(
                        "| verdict lag, p99, 2 workloads, first deploy |",
                        "| from the verdict to the end of the rollback |")
                .contains("| succeeded | 5 of 5 |", "| failed as expected, in addition | 1 of 1 |")
                .contains("| virtual threads pinned for more than 20 ms |")
                .contains("## Missed")
                .doesNotContain("NaN");
    }

    @Test
    void percentilesAreMeasuredValues() {
        Series series = new Series();
        for (long millis = 100; millis >= 1; millis--) {
            series.add(millis * 1_000_000);
        }

        assertThat(series.p50()).isEqualTo(50);
        assertThat(series.p99()).isEqualTo(99);
    }
}
