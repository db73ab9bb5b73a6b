package io.jenkins.plugins.deployworkload.redeploy;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Deploys revisions of earlier builds again, from the pages of a real Jenkins to a real control plane. */
@Tag("control-plane")
@WithJenkins
class RedeployITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder"));
    }

    private WorkflowJob pipeline(String name, String image) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(
                "echo 'this builds the image'\n"
                        + "deployWorkload cluster: 'prod', prune: true, workload: [name: '" + name
                        + "', controller: [single: [:]], containers: [[name: 'app', image: '" + image + "']]]",
                true));
        return job;
    }

    private static String liveImage(String name) {
        return SharedControlPlane.get()
                .client()
                .resources(Deployment.class)
                .inNamespace("default")
                .withName(name)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private static DeployedWorkload deployed(Run<?, ?> build) {
        return DeploymentsAction.of(build).getFirst();
    }

    /** Opens the page from the deploys of the build, and compares its only revision. */
    private HtmlPage compare(JenkinsRule.WebClient client, Run<?, ?> build) throws Exception {
        HtmlPage deployments = client.getPage(build, "deployments/");
        HtmlPage page =
                deployments.getAnchorByText("Deploy again or roll back to this").click();
        return jenkins.submit(page.getFormByName("compare"));
    }

    private Run<?, ?> newest(Job<?, ?> job, int number) throws Exception {
        jenkins.waitUntilNoActivity();
        assertThat(job.getLastBuild().getNumber()).isEqualTo(number);
        return job.getLastBuild();
    }

    @Test
    void pipelineBuildDeploysOnlyTheRevision() throws Exception {
        String name = "again-pipeline";
        Run<?, ?> first = jenkins.buildAndAssertSuccess(pipeline(name, "nginx:1"));
        jenkins.buildAndAssertSuccess(pipeline(name, "nginx:2"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.login("builder");

            HtmlPage comparison = compare(client, first);

            assertThat(comparison.asNormalizedText())
                    .contains("image: nginx:2 -> nginx:1", "Roll back to this revision", name + " #1");
            assertThat(liveImage(name)).isEqualTo("nginx:2");

            jenkins.submit(comparison.getFormByName("schedule"));

            Run<?, ?> again = newest(jenkins.jenkins.getItemByFullName(name, WorkflowJob.class), 3);
            jenkins.assertBuildStatusSuccess(again);
            jenkins.assertLogNotContains("this builds the image", again);
            jenkins.assertLogContains("Deploying the stored revision 1 (" + name + " #1", again);
            assertThat(liveImage(name)).isEqualTo("nginx:1");
            assertThat(again.getCauses())
                    .extracting(cause -> cause.getShortDescription())
                    .containsExactly(
                            "Started by user builder",
                            "Deploys the revision " + deployed(first).getRevision() + " of " + name
                                    + " again, which build #1 deployed");
            assertThat(deployed(again).getRevision()).startsWith("3-");
            assertThat(client.getPage(again).asNormalizedText()).contains("which build #1 deployed");
            assertThat(compare(client, again).asNormalizedText()).contains("unchanged", "Deploy again");

            ruleOfNowRefuses(client, first);
            prunedRevisionHasNoButton(client, first);
        }
    }

    private void ruleOfNowRefuses(JenkinsRule.WebClient client, Run<?, ?> first) throws Exception {
        String name = first.getParent().getName();
        jenkins.buildAndAssertSuccess(pipeline(name, "registry.example/shop/web:4"));
        HtmlPage before = compare(client, first);
        JenkinsSetup.changeRule(rule -> rule.setImages(List.of("registry.example/**")));

        HtmlPage after = compare(client, first);
        assertThat(after.asNormalizedText()).contains("nginx:1").doesNotContain("Roll back to this revision");

        // The page was opened before the rule changed.
        jenkins.submit(before.getFormByName("schedule"));
        Run<?, ?> refused = newest(first.getParent(), 5);
        jenkins.assertBuildStatus(Result.FAILURE, refused);
        jenkins.assertLogContains("nginx:1", refused);
        assertThat(liveImage(name)).isEqualTo("registry.example/shop/web:4");
    }

    private void prunedRevisionHasNoButton(JenkinsRule.WebClient client, Run<?, ?> first) throws Exception {
        for (int i = 5; i < 9; i++) {
            jenkins.buildAndAssertSuccess(pipeline(first.getParent().getName(), "registry.example/shop/web:" + i));
        }
        HtmlPage page = compare(client, first);
        assertThat(page.asNormalizedText())
                .contains("cannot be deployed again, because the cluster does not keep it")
                .doesNotContain("Roll back to this revision");
        assertThat(page.getForms()).extracting(form -> form.getNameAttribute()).doesNotContain("schedule");
    }

    /** Jenkins does not load the executions of ended builds when it starts, or reads a job again. */
    @Test
    void revisionOfPipelineBuildIsDeployedAfterRestart() throws Exception {
        String name = "again-restart";
        jenkins.buildAndAssertSuccess(pipeline(name, "nginx:1"));
        jenkins.buildAndAssertSuccess(pipeline(name, "nginx:2"));
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        job.doReload();
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.login("builder");

            jenkins.submit(compare(client, job.getBuildByNumber(1)).getFormByName("schedule"));
        }

        jenkins.assertBuildStatusSuccess(newest(job, 3));
        assertThat(liveImage(name)).isEqualTo("nginx:1");
    }

    private static DeployWorkloadBuilder step(String name) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(
                YamlReader.read("""
                name: %s
                controller: {single: {}}
                containers: [{name: app, image: "nginx:$TAG"}]
                """.formatted(name), "web.yaml", Workload.class).getFirst());
        return new DeployWorkloadBuilder(step);
    }

    @Test
    void freestyleBuildDeploysTheRevisionInPlaceOfItsWorkload() throws Exception {
        String name = "again-freestyle";
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TAG", "1")));
        job.getBuildersList().add(step(name));
        job.getBuildersList().add(step(name + "-other"));
        FreeStyleBuild first = build(job, new StringParameterValue("TAG", "1"));
        build(job, new StringParameterValue("TAG", "2"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.login("builder");
            HtmlPage deployments = client.getPage(first, "deployments/");
            HtmlPage page = deployments
                    .getAnchorByText("Deploy again or roll back to this")
                    .click();
            assertThat(page.asNormalizedText()).contains("the new build runs all its build steps");
            HtmlPage comparison = jenkins.submit(page.getFormByName("compare"));
            assertThat(comparison.asNormalizedText()).contains("image: nginx:2 -> nginx:1");

            jenkins.submit(comparison.getFormByName("schedule"));

            Run<?, ?> again = newest(job, 3);
            jenkins.assertBuildStatusSuccess(again);
            assertThat(liveImage(name)).isEqualTo("nginx:1");
            assertThat(liveImage(name + "-other")).isEqualTo("nginx:2");
            jenkins.assertLogContains("Not deployed: this build deploys only the revision", again);
            assertThat(again.getCause(RedeployCause.class).getBuild()).isEqualTo(1);

            buildFailsIfNoStepHasTheApplication(client, job, first);
        }
    }

    private void buildFailsIfNoStepHasTheApplication(
            JenkinsRule.WebClient client, FreeStyleProject job, FreeStyleBuild first) throws Exception {
        HtmlPage comparison = compare(client, first);
        job.getBuildersList().replaceBy(List.of(step("again-renamed")));

        jenkins.submit(comparison.getFormByName("schedule"));

        Run<?, ?> undeployed = newest(job, 4);
        jenkins.assertBuildStatus(Result.FAILURE, undeployed);
        jenkins.assertLogContains("no build step of this job deploys the application again-freestyle", undeployed);
    }

    private FreeStyleBuild build(FreeStyleProject job, ParameterValue... values) throws Exception {
        return jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0, new ParametersAction(values)));
    }

    @Test
    void userWithoutThePermissionToBuildDeploysNothing() throws Exception {
        String name = "again-permission";
        Run<?, ?> first = jenkins.buildAndAssertSuccess(pipeline(name, "nginx:1"));
        String revision = deployed(first).getRevision();
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.login("reader");
            client.setThrowExceptionOnFailingStatusCode(false);
            HtmlPage deployments = client.getPage(first, "deployments/");
            assertThat(deployments.asNormalizedText())
                    .contains(revision)
                    .doesNotContain("Deploy again or roll back to this");
            assertThat(client.getPage(first, "redeploy/").getWebResponse().getStatusCode())
                    .isEqualTo(403);
            for (String method : List.of("compare", "schedule")) {
                WebRequest request = new WebRequest(
                        new URL(jenkins.getURL(), first.getUrl() + "redeploy/" + method), HttpMethod.POST);
                request.setRequestParameters(List.of(
                        new NameValuePair("application", name),
                        new NameValuePair("revision", revision),
                        new NameValuePair("plan", "")));
                client.addCrumb(request);
                Page page = client.getPage(request);
                assertThat(page.getWebResponse().getStatusCode()).isEqualTo(403);
            }
        }
        newest(first.getParent(), 1);
    }
}
