package io.jenkins.plugins.deployworkload.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.bench.deployer.Peers;
import io.jenkins.plugins.deployworkload.controlplane.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The benchmark runs and reports all figures; their values are not checked. */
class BenchTest {

    @Test
    void writesAReportWithAllFigures() throws Exception {
        assumeTrue(
                Assets.find(System.err::println).kubectl().isPresent(),
                Assets.VARIABLE + ": the directory has no kubectl");

        String page =
                Bench.run(BenchSize.SMOKE, null, Peers.areBuilt() ? Optional.of(Peers.build()) : Optional.empty());

        assertThat(page)
                .contains("## Own time", "## Aims", "### Missed", "## Total time", "## Requests")
                .contains("| Deployment, 1 replica, first deploy |", "| Deployment, 1 replica, new image |")
                .contains("| Deployment, 1 replica, no change |", "| Job, first deploy |")
                .contains("| 2 applications at once, new image |")
                .contains("| objects changed by a deploy without changes | ≤ 0 | 1 of 1 | 0, ")
                .contains("| kubectl | no reason |")
                .contains("| succeeded | 5 of 5 |", "| failed as expected, in addition | 1 of 1 |")
                .contains("| virtual threads pinned for more than 20 ms |")
                .doesNotContain("NaN");
    }

    @Test
    void peersUseTheClientLibrariesOfTheControlPlanesVersion() throws IOException {
        assertThat(version(Peers.class, "peers/go.mod", "k8s.io/client-go v0"))
                .isEqualTo(version(Assets.class, "go.mod", "k8s.io/kubernetes v1"));
    }

    /** @return the minor version and the patch version, for example {@code .37.2} */
    private static String version(Class<?> neighbor, String resource, String module) throws IOException {
        try (InputStream in = neighbor.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(module + "."))
                    .map(line -> line.substring(module.length()).split(" ")[0])
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void controllersAreBusyWhileAtLeastOneWorkloadIsNotReady() {
        ControllerTimes times = new ControllerTimes(List.of(
                new ControllerTimes.Period(10, 30),
                new ControllerTimes.Period(20, 25),
                new ControllerTimes.Period(50, 70)));

        assertThat(times.published()).isEqualTo(70);
        assertThat(times.busyUntil(100)).isEqualTo(40);
        assertThat(times.busyUntil(55)).isEqualTo(25);
    }

    @Test
    void ratiosCompareValuesOfTheSameRound() {
        Series engine = series(1, 6, 10, 20);
        Series other = series(10, 12, 10, 10);

        assertThat(engine.ratioTo(other)).isEqualTo(new Quantiles(0.1, 0.5, 1));
    }

    private static Series series(long... values) {
        Series series = new Series();
        for (long value : values) {
            series.add(value);
        }
        return series;
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
