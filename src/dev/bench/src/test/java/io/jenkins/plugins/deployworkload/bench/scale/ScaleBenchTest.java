package io.jenkins.plugins.deployworkload.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The measurements run and report all figures; their values are not checked, but the verdicts are. */
class ScaleBenchTest {

    @Test
    void writesAReportWithAllFigures() throws Exception {
        String page = ScaleBench.run(ScaleSize.SMOKE, soFar -> {});

        assertThat(page)
                .contains("## A full cluster", "## Deployment, 2 replicas", "## 4 deploys at once, 1 more that fail")
                .contains("## The same, with API servers that answer 429", "## Soak test")
                .contains("| right verdicts | 5 of 5 |", "| **wrong verdicts** | 0 |")
                .doesNotContain("| wrong verdict |", "NaN");
    }
}
