package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import java.net.URI;
import jenkins.model.Jenkins;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Tests the page of a build's deploys while the build runs, after a restart, and afterwards. */
@Tag("control-plane")
class DeploymentPageITest {

    private static final String CONTENT = ".deploy-workload-progress";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void pageFollowsDeployAcrossRestart() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("""
                    deployWorkload cluster: 'prod', workload: [name: 'followed', controller: [single: [:]],
                        nodeSelector: %s, containers: [[name: 'app', image: 'nginx:1.27']]]
                    """.formatted(gate.selector()), true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("waiting until they are healthy", build);

            DomElement content = page(jenkins, build).querySelector(CONTENT);

            assertThat(content.getAttribute("data-live")).isEqualTo("true");
            assertThat(content.asNormalizedText())
                    .contains("followed", "Waiting until the objects are healthy", "Deployment", "created");
            assertThat(Long.parseLong(
                            content.<DomElement>querySelector("[data-deadline]").getAttribute("data-deadline")))
                    .isGreaterThan(System.currentTimeMillis());
        });
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            // The resumed rollout follows the stored progress.
            jenkins.waitForMessage("resuming after the restart", build);
            DomElement content = page(jenkins, build).querySelector(CONTENT);
            assertThat(content.asNormalizedText()).contains("followed", "Waiting until the objects are healthy");

            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));

            DomElement ended = page(jenkins, build).querySelector(CONTENT);
            assertThat(ended.getAttribute("data-live")).isEqualTo("false");
            assertThat(ended.asNormalizedText())
                    .contains("Succeeded", "Preparing", "Applying the objects", "Ended", "1.27");
        });
    }

    @Test
    void unchangedContentIsNotSentAgain() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun build = run(
                    jenkins,
                    "deployWorkload cluster: 'prod', workload: [name: 'unchanged', controller: [single: [:]],"
                            + " containers: [[name: 'app', image: 'nginx:1.27']]]",
                    Result.SUCCESS);
            String version =
                    page(jenkins, build).<DomElement>querySelector(CONTENT).getAttribute("data-version");
            String url = jenkins.getURL() + build.getUrl() + "deployments/progress?version=";
            JenkinsRule.WebClient client = jenkins.createWebClient();

            WebResponse unchanged = client.loadWebResponse(
                    new WebRequest(URI.create(url + version).toURL()));
            assertThat(unchanged.getStatusCode()).isEqualTo(204);
            assertThat(unchanged.getContentAsString()).isEmpty();

            WebResponse changed =
                    client.loadWebResponse(new WebRequest(URI.create(url + "0").toURL()));
            assertThat(changed.getStatusCode()).isEqualTo(200);
            assertThat(changed.getContentAsString())
                    .contains("data-version=\"" + version + "\"")
                    // The icons are found, as on the whole page.
                    .doesNotContain("<img");
        });
    }

    @Test
    void dryRunShowsWhatDeployWouldChange() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            String step = "deployWorkload cluster: 'prod', %s workload: [name: 'dry', controller: [single: [:]],"
                    + " containers: [[name: 'app', image: 'nginx:%s']]]";
            run(jenkins, step.formatted("", "1.27"), Result.SUCCESS);

            WorkflowRun dryRun = run(jenkins, step.formatted("dryRun: true,", "1.28"), Result.SUCCESS);

            assertThat(page(jenkins, dryRun).asNormalizedText())
                    .contains("Dry run", "containers[app].image: nginx:1.27 -> nginx:1.28");
        });
    }

    @Test
    void refusedDescriptionLeavesItsReason() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun build = run(
                    jenkins,
                    "deployWorkload cluster: 'absent', workload: [name: 'web', controller: [single: [:]],"
                            + " containers: [[name: 'app', image: '<b>nginx</b>']]]",
                    Result.FAILURE);

            assertThat(page(jenkins, build).asNormalizedText()).contains("Refused", "absent");
            assertThat(jenkins.createWebClient().getPage(build).asNormalizedText())
                    .contains("absent");
        });
    }

    @Test
    void pageShowsPodsAndObjectsAsYaml() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun build = run(
                    jenkins,
                    "deployWorkload cluster: 'prod', workload: [name: 'tree', controller: [deployment: [replicas: 2]],"
                            + " containers: [[name: 'app', image: 'nginx:1.27',"
                            + " env: [[name: 'PASSWORD', value: 'canary-value']]]]]",
                    Result.SUCCESS);

            HtmlPage page = page(jenkins, build);

            assertThat(page.asNormalizedText())
                    .contains("ReplicaSet", "2 of 2 ready", "Pod", "Running, 1 of 1 ready")
                    .doesNotContain("canary-value");
            String deploy =
                    page.<DomElement>querySelector(".deploy-workload-objects").getAttribute("data-deploy");
            JenkinsRule.WebClient client = jenkins.createWebClient();
            WebResponse yaml = client.loadWebResponse(
                    new WebRequest(URI.create(jenkins.getURL() + build.getUrl() + "deployments/yaml?deploy=" + deploy)
                            .toURL()));
            assertThat(yaml.getContentAsString())
                    .contains("kind: Deployment", "replicas: 2", "name: PASSWORD")
                    .doesNotContain("canary-value");
            assertThat(client.goTo(build.getUrl() + "deployments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"kind\":\"ReplicaSet\"", "\"health\":\"HEALTHY\"", "\"depth\":2");
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            assertThat(client.goTo(build.getUrl() + "deployments/yaml?deploy=../1-00000000", null)
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(404);
        });
    }

    @Test
    void jobShowsWhatRunsNowWithoutItsBuilds() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun build = run(
                    jenkins,
                    "deployWorkload cluster: 'prod', workload: [name: 'kept', controller: [single: [:]],"
                            + " containers: [[name: 'app', image: 'nginx:1.27']]]",
                    Result.SUCCESS);
            WorkflowJob job = build.getParent();
            build.delete();
            JenkinsRule.WebClient client = jenkins.createWebClient();
            client.getOptions().setJavaScriptEnabled(false);

            HtmlPage page = client.getPage(job, "deployments/");

            assertThat(page.asNormalizedText()).contains("kept (namespace default, cluster prod)", "#1");
            assertThat(page.getAnchors())
                    .extracting(anchor -> anchor.getHrefAttribute())
                    .noneMatch(link -> link.endsWith("/1/deployments/"));
            assertThat(client.goTo(job.getUrl() + "deployments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"name\":\"kept\"", "\"weeks\":[", "\"failureShare\":0");
        });
    }

    @Test
    void overviewShowsDeploysOfReadableJobs() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            run(
                    jenkins,
                    "deployWorkload cluster: 'prod', workload: [name: 'seen', controller: [single: [:]],"
                            + " containers: [[name: 'app', image: 'nginx:1.27']]]",
                    Result.SUCCESS);
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ)
                    .everywhere()
                    .toEveryone()
                    .grant(Item.READ)
                    .everywhere()
                    .to("reader"));
            JenkinsRule.WebClient client = jenkins.createWebClient();
            client.getOptions().setJavaScriptEnabled(false);

            assertThat(client.goTo("workload-deployments/").asNormalizedText())
                    .contains("No job that you can see")
                    .doesNotContain("seen", "nginx:1.27");
            client.login("reader");
            assertThat(client.goTo("workload-deployments/").asNormalizedText())
                    .contains("prod", "seen", "default", "nginx:1.27", "Succeeded", "#1");
            assertThat(client.goTo("workload-deployments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"name\":\"seen\"", "\"job\":\"job\"");
        });
    }

    @Test
    void jobShowsWhatRunsNow() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            String step = "deployWorkload cluster: 'prod', workload: [name: 'now',"
                    + " controller: [single: [:]], containers: [[name: 'app', image: '%s']]]";
            run(jenkins, step.formatted("nginx:1.27"), Result.SUCCESS);
            run(jenkins, step.formatted("nginx:1.28"), Result.SUCCESS);
            WorkflowJob job = (WorkflowJob) jenkins.jenkins.getItem("job");
            JenkinsRule.WebClient client = jenkins.createWebClient();
            client.getOptions().setJavaScriptEnabled(false);

            assertThat(client.getPage(job).asNormalizedText())
                    .contains("Runs now", "now (namespace default, cluster prod)", "nginx:1.28")
                    .doesNotContain("nginx:1.27");
            assertThat(client.getPage(job, "deployments/").asNormalizedText())
                    .contains("2 deploys, 0 % of them without success", "nginx:1.28", "nginx:1.27");
        });
    }

    @Test
    void planOfDryRunIsReturned() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun build = run(jenkins, """
                    def result = deployWorkload cluster: 'prod', dryRun: true, workload: [name: 'planned',
                        controller: [single: [:]], containers: [[name: 'app', image: 'nginx:1.27']]]
                    def plan = result.workloads[0].plan
                    echo "planned ${plan[0].operation} ${plan[0].kind} ${plan[0].changes.size() > 0}"
                    """, Result.SUCCESS);

            jenkins.assertLogContains("planned CREATED Deployment true", build);
        });
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script, Result expected) throws Exception {
        WorkflowJob job = (WorkflowJob) jenkins.jenkins.getItem("job");
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "job");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return ((WorkflowJob) jenkins.jenkins.getItem("job")).getLastBuild();
    }

    private static HtmlPage page(JenkinsRule jenkins, WorkflowRun build) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        // The test asks for the content itself.
        client.getOptions().setJavaScriptEnabled(false);
        return client.getPage(build, "deployments/");
    }
}
