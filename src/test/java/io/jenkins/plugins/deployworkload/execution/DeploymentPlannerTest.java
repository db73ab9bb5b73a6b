package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests for which images the planner uses the workspace. The planner must not use it for other images, because the
 * agent of the workspace may be offline.
 */
class DeploymentPlannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx                            | false",
                "{fromBuild: {}}                  | true",
                "{fromBuild: {place: workspace}}  | true",
                "{fromBuild: {place: artifacts}}  | false",
                "{fromBuild: {place: log}}        | false",
                "{fromBuild: {output: deployed}}  | false",
                "{fromJob: {job: shop/web}}       | false",
            })
    void readsWorkspaceOnlyForImagesOfThisBuild(String image, boolean expected) throws Exception {
        Workload workload = YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: %s}]
                """.formatted(image), "web.yaml", Workload.class)
                .get(0);

        assertThat(DeploymentPlanner.readsWorkspace(workload)).isEqualTo(expected);
    }

    @Test
    void refusesMoreThanOneHundredWorkloads() throws Exception {
        Workload workload = YamlReader.read(
                        "{name: web, controller: {single: }, containers: [{name: app, image: nginx}]}",
                        "web.yaml",
                        Workload.class)
                .get(0);

        DeploymentPlanner.checkCount(Collections.nCopies(100, workload), "*.yaml");
        assertThatThrownBy(() -> DeploymentPlanner.checkCount(Collections.nCopies(101, workload), "*.yaml"))
                .isInstanceOf(AbortException.class)
                .hasMessage("file: \"*.yaml\" describes 101 workloads; a step deploys at most 100; use several steps");
    }
}
