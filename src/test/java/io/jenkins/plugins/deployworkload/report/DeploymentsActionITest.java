package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Tests the stored results of a build's deploys, and the permissions to see them. */
@Tag("control-plane")
class DeploymentsActionITest {

    private static final String VALUE = "a-value-that-nobody-needs-to-see";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void isRecordedAfterRestartDuringWaitAndPersisted() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("""
                    deployWorkload cluster: 'prod', workload: [name: 'kept', controller: [single: [:]], nodeSelector: %s,
                        containers: [[name: 'app', image: 'nginx:1.27']], service: [ports: [[port: 80]]]]
                    deployWorkload cluster: 'prod', workload: [name: 'kept-too', controller: [single: [:]],
                        containers: [[name: 'app', image: 'nginx']]]
                    """.formatted(gate.selector()), true));
            jenkins.waitForMessage(
                    "waiting until they are healthy", job.scheduleBuild2(0).waitForStart());
        });
        long restart = System.currentTimeMillis();
        sessions.then(jenkins -> {
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(WorkflowJob.class)));
        });
        sessions.then(jenkins -> {
            List<DeployedWorkload> kept = DeploymentsAction.of(build(WorkflowJob.class));

            assertThat(kept)
                    .extracting(
                            DeployedWorkload::getCluster,
                            DeployedWorkload::getNamespace,
                            DeployedWorkload::getName,
                            DeployedWorkload::getOutcome)
                    .containsExactly(
                            tuple("prod", "default", "kept", Outcome.SUCCEEDED),
                            tuple("prod", "default", "kept-too", Outcome.SUCCEEDED));
            assertThat(kept.get(0).getImages())
                    .extracting(DeployedImage::getContainer, DeployedImage::getImage)
                    .containsExactly(tuple("app", "nginx:1.27"));
            assertThat(kept.get(0).getObjects())
                    .extracting(DeployedObject::getKind)
                    .containsExactlyInAnyOrder("Service", "Deployment");
            assertThat(kept.get(0).getRevision()).isNotBlank();
            long startedAt = kept.get(0).getStartedAt();
            assertThat(restart).isBetween(startedAt, startedAt + kept.get(0).getDuration());
        });
    }

    @Test
    void recordsAbortedDeploy() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            FreeStyleProject job =
                    job(jenkins, "record-aborted", "deployment: {minReadySeconds: 500}", "nginx", "300s");
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("waiting until they are healthy", build);
            build.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

            assertThat(DeploymentsAction.of(build)).singleElement().satisfies(workload -> {
                assertThat(workload.getOutcome()).isEqualTo(Outcome.ABORTED);
                assertThat(workload.getImages()).hasSize(1);
            });
            assertThat(DeploymentsAction.images(build)).isEmpty();
        });
    }

    @Test
    void recordsAppliedWorkloadWhenClusterIsRemovedDuringWait() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("""
                    deployWorkload cluster: 'prod', workload: [name: 'taken-away', controller: [deployment: [minReadySeconds: 500]],
                        containers: [[name: 'app', image: 'nginx:1.27']]]
                    """, true));
            jenkins.waitForMessage(
                    "waiting until they are healthy", job.scheduleBuild2(0).waitForStart());
            ClusterConfiguration.get().setClusters(List.of());
        });
        sessions.then(jenkins -> {
            WorkflowRun run = build(WorkflowJob.class);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("cluster: \"prod\" is not configured", run);

            assertThat(DeploymentsAction.of(run)).singleElement().satisfies(workload -> {
                assertThat(workload.getOutcome()).isEqualTo(Outcome.REFUSED);
                assertThat(workload.getMessage()).contains("objects were applied", "is not configured");
                assertThat(workload.getImages())
                        .extracting(DeployedImage::getImage)
                        .containsExactly("nginx:1.27");
            });
        });
    }

    @Test
    void recordsMissingCredentialBeforeReadingOutputs() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = ImageJobs.run(jenkins, """
                    deployWorkload cluster: 'prod', credentialsId: 'missing', workload: [name: 'no-account',
                        controller: [single: [:]], containers: [[name: 'app', image: [fromBuild: [:]]]]]
                    """);

            jenkins.assertBuildStatus(Result.FAILURE, run);
            jenkins.assertLogContains("there is no credential with the ID \"missing\"", run);
            jenkins.assertLogNotContains("No image found", run);
            assertThat(DeploymentsAction.of(run)).singleElement().satisfies(workload -> {
                assertThat(workload.getName()).isEqualTo("no-account");
                assertThat(workload.getOutcome()).isEqualTo(Outcome.REFUSED);
                assertThat(workload.getMessage()).contains("there is no credential with the ID");
            });
        });
    }

    @Test
    void showsRecordOnBuildPageAndInApi() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            FreeStyleBuild build = jenkins.buildAndAssertStatus(
                    Result.FAILURE, job(jenkins, "record-page", "single: ", "registry.example/missing:1", "15s"));
            JenkinsRule.WebClient web = jenkins.createWebClient();

            assertThat(web.getPage(build).asNormalizedText())
                    .contains("Deployed Workloads")
                    .contains("record-page (namespace default, cluster prod): Timed out after")
                    .contains("app: registry.example/missing:1");
            assertThat(web.getPage(build, "deployments").asNormalizedText())
                    .contains("Deployment\trecord-page\tcreated\t");
            assertThat(web.getPage(build, "console").asXml()).contains(build.getUrl() + "deployments/");
            JSONObject record = record(web, build);
            JSONObject workload = record.getJSONArray("workloads").getJSONObject(0);
            assertThat(record.getInt("version")).isEqualTo(1);
            assertThat(workload.getString("outcome")).isEqualTo("TIMED_OUT");
            assertThat(workload.getJSONArray("images").getJSONObject(0).getString("image"))
                    .isEqualTo("registry.example/missing:1");
            assertThat(workload.getJSONArray("findings").toString()).contains("ImagePull");
        });
    }

    @Test
    void hidesRecordWhenNothingWasDeployed() throws Throwable {
        sessions.then(jenkins -> {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

            assertThat(jenkins.createWebClient().getPage(build).asNormalizedText())
                    .doesNotContain("Deployed Workloads");
        });
    }

    @Test
    void hidesRecordWithoutReadPermission() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            FreeStyleBuild build =
                    jenkins.buildAndAssertSuccess(job(jenkins, "record-hidden", "single: ", "nginx", "60s"));
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ)
                    .everywhere()
                    .toEveryone()
                    .grant(Item.READ)
                    .everywhere()
                    .to("reader"));
            for (String page : List.of("", "deployments/", "deployments/api/json", "api/json")) {
                jenkins.createWebClient().assertFails(build.getUrl() + page, 404);
            }
            assertThat(record(jenkins.createWebClient().login("reader"), build)
                            .getJSONArray("workloads")
                            .size())
                    .isEqualTo(1);
        });
    }

    @Test
    void neverShowsEnvironmentValuesOrTokens() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            jenkins.buildAndAssertSuccess(job(jenkins, "record-secret", "single: ", "nginx:1", "60s"));
            FreeStyleProject changed = job(jenkins, "record-secret", "single: ", "registry.example/missing:2", "5s");
            FreeStyleBuild failed = jenkins.buildAndAssertStatus(Result.FAILURE, changed);
            changed.getBuildersList()
                    .get(DeployWorkloadBuilder.class)
                    .getDeploy()
                    .setDryRun(true);
            FreeStyleBuild dry = jenkins.buildAndAssertSuccess(changed);
            JenkinsRule.WebClient web = jenkins.createWebClient();

            jenkins.assertLogContains("Dry run, nothing was changed", dry);
            for (FreeStyleBuild build : List.of(failed, dry)) {
                for (String text : List.of(
                        JenkinsRule.getLog(build),
                        web.getPage(build).asXml(),
                        web.getPage(build, "deployments").asXml(),
                        Files.readString(build.getRootDir().toPath().resolve("build.xml")))) {
                    assertThat(text).doesNotContain(VALUE).doesNotContain(plane.adminToken());
                }
            }
            assertThat(DeploymentsAction.of(dry))
                    .singleElement()
                    .satisfies(workload -> assertThat(workload.isDryRun()).isTrue());
        });
    }

    private static JSONObject record(JenkinsRule.WebClient web, Run<?, ?> build) throws Exception {
        JSONObject json = web.getJSON(build.getUrl() + "api/json").getJSONObject();
        return json.getJSONArray("actions").stream()
                .map(JSONObject.class::cast)
                .filter(action -> action.optString("_class").equals(DeploymentsAction.class.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(json.toString()));
    }

    /** Creates a job with one deploy step. The workload has the name of the job. */
    private static FreeStyleProject job(
            JenkinsRule jenkins, String name, String controller, String image, String timeout) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setTimeout(timeout);
        step.setWorkload(YamlReader.read("""
                        name: %s
                        controller: {%s}
                        containers: [{name: app, image: '%s', env: [{name: PASSWORD, value: %s}]}]
                        """.formatted(name, controller, image, VALUE), "test.yaml", Workload.class)
                .get(0));
        FreeStyleProject job = jenkins.jenkins.getItemByFullName(name, FreeStyleProject.class);
        if (job == null) {
            job = jenkins.createFreeStyleProject(name);
        }
        job.getBuildersList().replace(new DeployWorkloadBuilder(step));
        return job;
    }

    private static <J extends Job<J, R>, R extends Run<J, R>> R build(Class<J> type) {
        return Jenkins.get().getItemByFullName("job", type).getLastBuild();
    }
}
