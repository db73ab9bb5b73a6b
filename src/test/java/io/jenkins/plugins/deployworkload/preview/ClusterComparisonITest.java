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
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
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

        assertThat(compare(job, step("nginx:1")).text()).contains("Deployment compared: create");
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

    /** The rules about images cannot be checked for an image that only a build knows. */
    @Test
    void comparesImagesOfBuildsDespiteRulesAboutImages(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        JenkinsSetup.changeRule(rule -> {
            rule.setImages(List.of("registry.example/*"));
            rule.setRequireDigests(true);
        });
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep built = read("""
                name: built
                controller: {single: {}}
                containers: [{name: app, image: {fromBuild: {}}}]
                """);

        try (LogRecorder log =
                new LogRecorder().record(AuditLog.LOGGER_NAME, Level.INFO).capture(10)) {
            ClusterComparison compared = compare(job, built);

            assertThat(compared.text()).contains("Deployment built: create");
            assertThat(compared.notes()).anyMatch(note -> note.contains("rule about images is not checked"));
            assertThat(log.getMessages())
                    .singleElement()
                    .asString()
                    .contains("dryRun=true", "application=\"built\" action=compare cluster=\"prod\"", "build=-");
        }
        assertThatThrownBy(() -> compare(job, step("nginx:1")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("nginx:1");
    }

    @Test
    void whatIsNotComparedIsNotPruned(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        String described = """
                name: pruned
                controller: {single: {}}
                containers: [{name: app, image: nginx, env: [{name: A, value: a}], envFrom: [{secretRef: {name: login}}]}]
                secrets: [{name: login, data: [{key: token, credentialsId: k8s}]}]
                """;
        DeployWorkloadStep deployed = read(described);
        deployed.setWait(false);
        job.getBuildersList().add(new DeployWorkloadBuilder(deployed));
        jenkins.buildAndAssertSuccess(job);
        DeployWorkloadStep step = read(described);
        step.setPrune(true);

        ClusterComparison compared = compare(job, step);

        assertThat(compared.text()).contains("Deployment pruned").doesNotContain("Secret");
        assertThat(compared.notes())
                .anyMatch(note -> note.contains("\"prune\""))
                .anyMatch(note -> note.contains("config-hash"));
    }

    @Test
    void variablesCannotBeCompared(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = step("nginx:1");
        step.setNamespace("team-${TEAM}");

        assertThatThrownBy(() -> compare(job, step))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("namespace: cannot be compared");
    }

    @Test
    void refusesMoreComparisonsThanAllowedAtTheSameTime(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        UserWait.USERS.acquire(UserWait.MAX_USERS);
        try {
            assertThatThrownBy(() -> compare(job, step("nginx:1")))
                    .isInstanceOf(AbortException.class)
                    .hasMessageContaining("other users wait for the cluster");
        } finally {
            UserWait.USERS.release(UserWait.MAX_USERS);
        }
        assertThat(compare(job, step("nginx:1")).text()).isNotEmpty();
    }

    private static ClusterComparison compare(FreeStyleProject job, DeployWorkloadStep step) throws Exception {
        return ClusterComparison.of(job, step.request());
    }

    private static DeployWorkloadStep step(String image) throws Exception {
        return read(COMPARED.formatted(image));
    }

    private static DeployWorkloadStep read(String workload) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(
                YamlReader.read(workload, "compared.yaml", Workload.class).getFirst());
        return step;
    }
}
