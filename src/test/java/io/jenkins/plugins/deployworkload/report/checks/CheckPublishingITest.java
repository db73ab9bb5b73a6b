package io.jenkins.plugins.deployworkload.report.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.CapturedChecks;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Tests the checks of deploys with the plugin Checks API. */
@Tag("control-plane")
class CheckPublishingITest {

    @TestExtension
    public static class Factory extends CapturedChecks {}

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    @BeforeEach
    void forgetChecks() {
        CapturedChecks.clear();
    }

    @Test
    void checkFollowsDeploysOfAJob() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            String script = """
                    deployWorkload cluster: 'prod', %s, workload: [name: 'checked', containers: [[name: 'app', image: '%s']],
                        controller: [deployment: [progressDeadlineSeconds: %d]]]
                    """;

            WorkflowRun dry = start(jenkins, "job", script.formatted("dryRun: true", "nginx:1", 600));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(dry));
            assertEnded(ChecksConclusion.NEUTRAL, "Dry run: Succeeded after ", "### Changes that a deploy would make");

            WorkflowRun good = start(jenkins, "job", script.formatted("timeout: '5m'", "nginx:1", 600));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(good));
            ChecksDetails success = assertEnded(
                    ChecksConclusion.SUCCESS, "Succeeded after ", "- Deployment checked: created", "- app: `nginx:1`");
            String page = jenkins.getURL() + good.getUrl() + "deployments/";
            assertThat(success.getDetailsURL()).contains(page);
            assertThat(CapturedChecks.summary(success)).endsWith("\n[Deployed Workloads in Jenkins](<" + page + ">)\n");
            assertThat(success.getCompletedAt().orElseThrow())
                    .isAfter(success.getStartedAt().orElseThrow());
            jenkins.assertLogContains("Published COMPLETED", good);
            jenkins.assertLogNotContains("Published IN_PROGRESS", good);

            WorkflowRun bad =
                    start(jenkins, "job", script.formatted("onFailure: 'rollback'", "registry.example/missing:1", 2));
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(bad));
            assertEnded(
                    ChecksConclusion.FAILURE,
                    "Failed after ",
                    "; rolled back to the last healthy revision",
                    "Rolled back to the last healthy revision\\: Deployment checked",
                    "- app: `registry.example/missing:1`",
                    "### Running now\n\n- Deployment checked: ",
                    "  - ReplicaSet checked-");
        });
    }

    @Test
    void abortCancelsTheCheck() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = start(jenkins, "job", waiting("checked-abort", new PodGate(plane.client())));
            jenkins.waitForMessage("waiting until they are healthy", run);
            assertThat(CapturedChecks.awaitAny()).singleElement().satisfies(running -> {
                assertThat(running.getName()).contains("Deploy Workload / checked-abort (prod/default)");
                assertThat(running.getStatus()).isEqualTo(ChecksStatus.IN_PROGRESS);
                assertThat(running.getConclusion()).isEqualTo(ChecksConclusion.NONE);
                assertThat(running.getDetailsURL()).contains(jenkins.getURL() + run.getUrl() + "deployments/");
            });
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertEnded("checked-abort", ChecksConclusion.CANCELED, "Aborted after ");
        });
    }

    @Test
    void resumedDeployCompletesItsCheck() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            jenkins.waitForMessage(
                    "waiting until they are healthy", start(jenkins, "job", waiting("checked-resumed", gate)));
        });
        assertThat(CapturedChecks.awaitAny())
                .extracting(ChecksDetails::getStatus)
                .containsExactly(ChecksStatus.IN_PROGRESS);
        CapturedChecks.clear();
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            jenkins.waitForMessage("checked-resumed: resuming after the restart", run);
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertEnded("checked-resumed", ChecksConclusion.SUCCESS, "Succeeded after ");
        });
    }

    @Test
    void eachApplicationHasACheckThatEndsWithIt() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = start(jenkins, "job", """
                    node {
                      writeFile file: 'deploy/waits.yaml', text: 'name: checked-waits\\ncontroller: {single: {}}\\nnodeSelector: {%s}\\ncontainers: [{name: a, image: nginx}]'
                      writeFile file: 'deploy/ends.yaml', text: 'name: checked-ends\\ncontroller: {single: {}}\\ncontainers: [{name: a, image: nginx}]'
                      deployWorkload cluster: 'prod', file: 'deploy/*.yaml'
                    }
                    """.formatted(gate.yamlLabel()));
            jenkins.waitForMessage("Published COMPLETED", run);
            assertThat(CapturedChecks.all())
                    .extracting(check -> check.getName().orElseThrow(), ChecksDetails::getConclusion)
                    .containsExactlyInAnyOrder(
                            tuple("Deploy Workload / checked-waits (prod/default)", ChecksConclusion.NONE),
                            tuple("Deploy Workload / checked-ends (prod/default)", ChecksConclusion.NONE),
                            tuple("Deploy Workload / checked-ends (prod/default)", ChecksConclusion.SUCCESS));
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(CapturedChecks.all())
                    .last()
                    .extracting(check -> check.getName().orElseThrow(), ChecksDetails::getConclusion)
                    .containsExactly("Deploy Workload / checked-waits (prod/default)", ChecksConclusion.SUCCESS);
        });
    }

    @Test
    void refusedDeployOfAFreestyleJobHasAFailedCheck() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            FreeStyleProject job = jenkins.createFreeStyleProject("freestyle");
            DeployWorkloadStep step = new DeployWorkloadStep("prod");
            step.setWorkload(YamlReader.read(
                            "{name: checked-refused, controller: {single: {}}, serviceAccountName: missing,"
                                    + " containers: [{name: a, image: nginx}]}",
                            "web.yaml",
                            Workload.class)
                    .get(0));
            job.getBuildersList().add(new DeployWorkloadBuilder(step));
            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            assertThat(CapturedChecks.all()).singleElement().satisfies(check -> {
                assertThat(check.getName()).contains("Deploy Workload / checked-refused (prod/default)");
                assertThat(check.getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
                assertThat(check.getOutput().flatMap(ChecksOutput::getTitle).orElseThrow())
                        .startsWith("Refused after ");
                assertThat(CapturedChecks.summary(check)).contains("ServiceAccount", "missing");
            });
            jenkins.assertLogContains("Published COMPLETED", build);
        });
    }

    @Test
    void publishesNothingIfTheStepOrTheRepositoryHasNoChecks() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun without = start(
                    jenkins,
                    CapturedChecks.JOB_WITHOUT_CHECKS,
                    "deployWorkload cluster: 'prod', dryRun: true, workload: [name: 'unchecked', controller: [single: [:]],"
                            + " containers: [[name: 'app', image: 'nginx']]]");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(without));
            // The Checks API would say so for each check.
            jenkins.assertLogNotContains("checks publisher", without);

            WorkflowRun skipped = start(
                    jenkins,
                    "job",
                    waiting("unchecked", gate)
                            .replace("cluster: 'prod'", "cluster: 'prod', skipPublishingChecks: true"));
            jenkins.waitForMessage("waiting until they are healthy", skipped);
        });
        sessions.then(jenkins -> {
            WorkflowRun skipped =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(skipped));
        });
        assertThat(CapturedChecks.all()).isEmpty();
    }

    /** The deploy continues without checks after a restart too. */
    @Test
    void administratorSwitchesTheChecksOfAllJobsOff() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            ClusterConfiguration.get().setPublishChecks(false);
            jenkins.waitForMessage(
                    "waiting until they are healthy", start(jenkins, "job", waiting("unchecked-all", gate)));
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        });
        assertThat(CapturedChecks.all()).isEmpty();
    }

    private static String waiting(String name, PodGate gate) {
        return """
                deployWorkload cluster: 'prod', workload: [name: '%s', controller: [single: [:]], nodeSelector: %s,
                    containers: [[name: 'app', image: 'nginx']]]
                """.formatted(name, gate.selector());
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static ChecksDetails assertEnded(ChecksConclusion conclusion, String title, String... texts) {
        return assertEnded("checked", conclusion, title, texts);
    }

    /** Asserts that one deploy has published its start and its end, and forgets both. */
    private static ChecksDetails assertEnded(
            String application, ChecksConclusion conclusion, String title, String... texts) {
        List<ChecksDetails> checks = CapturedChecks.all();
        CapturedChecks.clear();
        String name = "Deploy Workload / " + application + " (prod/default)";
        assertThat(checks)
                .extracting(
                        check -> check.getName().orElseThrow(), ChecksDetails::getStatus, ChecksDetails::getConclusion)
                .containsExactly(
                        tuple(name, ChecksStatus.IN_PROGRESS, ChecksConclusion.NONE),
                        tuple(name, ChecksStatus.COMPLETED, conclusion));
        ChecksDetails ended = checks.getLast();
        String shown = ended.getOutput().flatMap(ChecksOutput::getTitle).orElseThrow();
        assertThat(shown).startsWith(title);
        for (String text : texts) {
            assertThat(shown + "\n" + CapturedChecks.summary(ended)).contains(text);
        }
        return ended;
    }
}
