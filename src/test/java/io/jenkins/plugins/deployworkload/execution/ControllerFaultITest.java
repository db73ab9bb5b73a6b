package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests changes and faults of the controller while a deploy waits. */
@Tag("control-plane")
@WithJenkins
class ControllerFaultITest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final PodGate gate = new PodGate(plane.client());
    private JenkinsRule jenkins;
    private RecordingProxy proxy;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        proxy = new RecordingProxy(plane.server(), plane.caCertificate());
        JenkinsSetup.configureProxy(proxy.address(), plane.adminToken());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    /** Starts a build, and returns when its deploy waits until the gate opens. */
    private FreeStyleBuild startWaiting(String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setPrune(true);
        step.setWorkload(YamlReader.read(
                        """
                name: %s
                controller: {single: }
                nodeSelector: %s
                containers: [{name: app, image: nginx}]
                """.formatted(name, gate.selector().replace('[', '{').replace(']', '}')),
                        "workload.yaml",
                        Workload.class)
                .get(0));
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("waiting until they are healthy", build);
        return build;
    }

    @Test
    void deployOfRemovedClusterGoesOnWaitingAndWritesNothingMore() throws Exception {
        FreeStyleBuild build = startWaiting("cluster-removed");
        proxy.takeRequests();
        ClusterConfiguration.get().setClusters(List.of());
        gate.open();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("nothing more is written", build);
        jenkins.assertLogContains("\"prod\" is not configured", build);
        assertThat(proxy.takeRequests())
                .filteredOn(request -> request.isWrite() && request.path().contains("/namespaces/default/"))
                .isEmpty();
    }

    /** A full disk has the same effect as a folder in the place of the file. */
    @Test
    void deployEndsWithItsOutcomeIfTheBuildCannotBeSaved() throws Exception {
        FreeStyleBuild build = startWaiting("build-not-saved");
        Path file = build.getRootDir().toPath().resolve("build.xml");
        Files.deleteIfExists(file);
        Files.createDirectories(file.resolve("folder"));
        gate.open();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Succeeded after", build);
        assertThat(DeploymentsAction.of(build))
                .extracting(DeployedWorkload::getOutcome)
                .containsExactly(Outcome.SUCCEEDED);
    }
}
