package io.jenkins.plugins.deployworkload.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.model.FreeStyleProject;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Compares forms with a real control plane. */
@Tag("control-plane")
@WithJenkins
class ClusterComparisonITest {

    private static final String COMPARED = """
            name: compared
            controller: {single: {}}
            containers: [{name: app, image: "%s"}]
            """;

    @Test
    void showsChangesAndWritesNothing(JenkinsRule jenkins) throws Exception {
        ControlPlane plane = SharedControlPlane.get();
        JenkinsSetup.configure(plane, "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();

        assertThat(compare(job, step("nginx:1")).text()).contains("Deployment default/compared: create");
        assertThat(plane.client()
                        .resources(Deployment.class)
                        .inNamespace("default")
                        .withName("compared")
                        .get())
                .isNull();

        DeployWorkloadStep detached = step("nginx:1");
        detached.setWait(false);
        job.getBuildersList().add(new DeployWorkloadBuilder(detached));
        jenkins.buildAndAssertSuccess(job);

        assertThat(compare(job, step("nginx:1")).text()).contains("unchanged");
        assertThat(compare(job, step("nginx:2")).text()).contains("image: nginx:1 -> nginx:2");
    }

    @Test
    void refusesWhatTheAccessRulesRefuse(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "allowed");
        FreeStyleProject job = jenkins.createFreeStyleProject("other");

        assertThatThrownBy(() -> compare(job, step("nginx:1")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("the job \"other\" may not use it");
    }

    private static ClusterComparison compare(FreeStyleProject job, DeployWorkloadStep step) throws Exception {
        return ClusterComparison.of(job, step.request());
    }

    private static DeployWorkloadStep step(String image) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(COMPARED.formatted(image), "compared.yaml", Workload.class)
                .getFirst());
        return step;
    }
}
