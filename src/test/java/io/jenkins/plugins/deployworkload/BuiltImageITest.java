package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import hudson.slaves.DumbSlave;
import hudson.tasks.ArtifactArchiver;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.workload.ContainerImage;
import io.jenkins.plugins.deployworkload.workload.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Tree;
import io.jenkins.plugins.deployworkload.workload.binding.YamlFile;
import java.net.URL;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** The image that a build made, in a real Jenkins with an agent, against the real control plane. */
@Tag("control-plane")
@WithJenkins
class BuiltImageITest {

    private static final String REPOSITORY = "registry.example/shop/web";
    private static final String FIRST = "sha256:" + "1".repeat(64);
    private static final String SECOND = "sha256:" + "2".repeat(64);

    private JenkinsRule jenkins;

    @BeforeEach
    void aCluster(JenkinsRule rule) throws Exception {
        jenkins = rule;
        InJenkins.configure(SharedControlPlane.get(), "**");
    }

    @Test
    void theSameTagWithAnotherDigestIsAnotherImage() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedNode(jenkins.createOnlineSlave());
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("DIGEST", FIRST)));
        job.getBuildersList().add(new WritesJib());
        job.getBuildersList().add(deploys("retagged", "{fromBuild: {}}"));

        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        assertThat(deployed("retagged")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains(
                "Image of container app of retagged: " + REPOSITORY + "@" + FIRST + " (Jib, target/jib-image.json)",
                first);

        jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("DIGEST", SECOND))));
        assertThat(deployed("retagged")).isEqualTo(REPOSITORY + "@" + SECOND);
    }

    @Test
    void aPipelineFindsItOnItsAgentByFileAndRepository() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowRun run = run("""
                node('%s') {
                    writeFile file: 'out/pushed.txt', text: '%s'
                    writeFile file: 'deploy.yaml', text: 'name: byfile\\ncontroller: {single: }\\ncontainers: [{name: app, image: unknown}]'
                    deployWorkload cluster: 'prod', file: 'deploy.yaml', images: [[container: 'app',
                        image: [fromBuild: [file: 'out/*.txt', output: 'buildah', repository: '%s']]]]
                }
                """.formatted(agent.getNodeName(), FIRST, REPOSITORY));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("byfile")).isEqualTo(REPOSITORY + "@" + FIRST);
    }

    @Test
    void aPipelineWithoutAWorkspaceFindsItInItsLogAndWhatIsSaidOfItIsNoNewImage() throws Exception {
        WorkflowRun run = run("""
                echo 'The push refers to repository [registry.example/shop/web]\\nv1: digest: %s size: 1363'
                def web = [name: 'bylog', controller: [single: [:]], containers: [[name: 'app', image: fromBuild(by: 'digest')]]]
                deployWorkload cluster: 'prod', workload: web
                deployWorkload cluster: 'prod', workload: web
                """.formatted(SECOND));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("bylog")).isEqualTo(REPOSITORY + "@" + SECOND);
        jenkins.assertLogContains("(docker push, log line ", run);
    }

    @Test
    void whereThereAreSeveralNoneIsTakenAndTheBuildSaysWhatItFound() throws Exception {
        WorkflowRun run = run("""
                echo 'The push refers to repository [registry.example/a]\\nv1: digest: %s size: 1363'
                echo 'The push refers to repository [registry.example/b]\\nv1: digest: %s size: 1363'
                deployWorkload cluster: 'prod', workload: [name: 'several', controller: [single: [:]],
                    containers: [[name: 'app', image: [fromBuild: [:]]]]]
                """.formatted(FIRST, SECOND));

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("Image of container app of several: Several images were found.", run);
        jenkins.assertLogContains("registry.example/a:v1@" + FIRST, run);
        jenkins.assertLogContains("registry.example/b:v1@" + SECOND, run);
        jenkins.assertLogNotContains("\tat ", run);
        assertThat(SharedControlPlane.get()
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("several")
                        .get())
                .isNull();
    }

    @Test
    void theArtifactsOfAnotherJobsBuildAreReadAndTheBuildIsChosenByAParameter() throws Exception {
        upstream();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("NUMBER", "1")));
        job.getBuildersList().add(deploys("fromjob", "{fromJob: {job: upstream, build: $NUMBER, place: artifacts}}"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        assertThat(deployed("fromjob")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(Jib, upstream #1/artifact/target/jib-image.json)", build);

        FreeStyleBuild none = jenkins.assertBuildStatus(
                Result.FAILURE, job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("NUMBER", "7"))));
        jenkins.assertLogContains("build: \"upstream\" has no build 7", none);
        FreeStyleBuild wrong = jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("NUMBER", "lastGood"))));
        jenkins.assertLogContains("build: \"lastGood\" is neither a number nor one of ", wrong);
    }

    @Test
    void whatAnotherJobHasDeployedCanBeDeployedFurther() throws Exception {
        FreeStyleProject test = jenkins.createFreeStyleProject("test");
        test.getBuildersList().add(deploys("stage", "'" + REPOSITORY + ":1@" + FIRST + "'"));
        jenkins.buildAndAssertSuccess(test);
        FreeStyleProject prod = jenkins.createFreeStyleProject("prod");
        prod.getBuildersList().add(deploys("further", "{fromJob: {job: test, place: deployed}}"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(prod);

        assertThat(deployed("further")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(deployed, test #1/deployments)", build);
    }

    @Test
    void aJobThatTheBuildMayNotReadIsNoJob() throws Exception {
        upstream();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.getBuildersList().add(deploys("forbidden", "{fromJob: {job: upstream}}"));
        WorkflowJob pipeline = pipeline("""
                deployWorkload cluster: 'prod', workload: [name: 'forbidden', controller: [single: [:]],
                    containers: [[name: 'app', image: [fromJob: [job: 'upstream']]]]]
                """);
        permissions(Item.READ, job, pipeline);
        Authentication dev = User.getById("dev", true).impersonate2();
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate("deploys", dev)
                        .authenticate("job", dev));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, pipeline);

        for (Run<?, ?> one : List.of(build, run)) {
            jenkins.assertLogContains("job: there is no job \"upstream\" that a build of \"", one);
            jenkins.assertLogNotContains(FIRST, one);
        }
    }

    @Test
    void theFormKeepsWhereImagesComeFrom() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadBuilder builder = deploys(
                "form",
                "{fromJob: {repository: r.example/a, output: jib, file: target/*.json, by: tag, job: ../x, build: '7',"
                        + " place: artifacts}}");
        ImageFromBuild built = new ImageFromBuild();
        built.setRepository(REPOSITORY);
        ContainerImage image = new ContainerImage("app", built);
        image.setWorkload("form");
        builder.getDeploy().setImages(List.of(image));
        job.getBuildersList().add(builder);

        jenkins.configRoundtrip(job);

        assertThat(Tree.of(
                        job.getBuildersList().get(DeployWorkloadBuilder.class).getDeploy()))
                .isEqualTo(Tree.of(builder.getDeploy()));
    }

    @Test
    void theFormShowsWhatTheLastBuildWouldHaveGivenToThoseWhoMayConfigureTheJob() throws Exception {
        FreeStyleProject upstream = upstream();
        FreeStyleProject other = jenkins.createFreeStyleProject("other");
        permissions(Item.CONFIGURE, upstream, other);
        String path = "target/jib-image.json";

        assertThat(preview("dev", upstream, "ImageFromBuild", Map.of()))
                .contains("class=\"ok\"", REPOSITORY + "@" + FIRST, path);
        assertThat(preview("dev", upstream, "ImageFromBuild", Map.of("repository", "x/y")))
                .contains("class=\"error\"", "No image of", path);
        assertThat(preview("dev", upstream, "ImageFromBuild", Map.of("output", "jibb")))
                .contains("class=\"error\"", "jibb");
        assertThat(preview("dev", upstream, "ImageFromBuild", Map.of("repository", "$R")))
                .contains("class=\"warning\"", "in a build only");
        assertThat(preview("dev", other, "ImageFromBuild", Map.of())).contains("class=\"warning\"", "other");
        assertThat(preview("dev", other, "ImageFromJob", Map.of("job", "upstream")))
                .contains("class=\"ok\"", "upstream #1/artifact/" + path);
        assertThat(preview("reader", upstream, "ImageFromBuild", Map.of()))
                .doesNotContain(REPOSITORY)
                .doesNotContain("class=");
        assertThat(preview("reader", other, "ImageFromJob", Map.of("job", "upstream")))
                .doesNotContain(REPOSITORY)
                .doesNotContain("class=");
    }

    private String preview(String user, Job<?, ?> job, String type, Map<String, String> fields) throws Exception {
        StringBuilder url = new StringBuilder(jenkins.getURL() + job.getUrl() + "descriptorByName/"
                + Workload.class.getPackageName() + "." + type + "/testImage?x=");
        fields.forEach((name, value) -> url.append('&')
                .append(name)
                .append('=')
                .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)));
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login(user)) {
            return web.getPage(web.addCrumb(new WebRequest(new URL(url.toString()), HttpMethod.POST)))
                    .getWebResponse()
                    .getContentAsString();
        }
    }

    /** {@code dev} may do this with the jobs and nothing with others, {@code reader} may read them. */
    private void permissions(hudson.security.Permission permission, Item... jobs) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Computer.BUILD)
                .everywhere()
                .to("dev", "reader")
                .grant(Item.READ, permission, Item.WORKSPACE)
                .onItems(jobs)
                .to("dev")
                .grant(Item.READ)
                .onItems(jobs)
                .to("reader"));
    }

    /** A job whose first build left an image, in its workspace and archived. */
    private FreeStyleProject upstream() throws Exception {
        FreeStyleProject upstream = jenkins.createFreeStyleProject("upstream");
        upstream.getBuildersList().add(new WritesJib());
        upstream.getPublishersList().add(new ArtifactArchiver("target/*"));
        jenkins.buildAndAssertSuccess(upstream);
        return upstream;
    }

    private static DeployWorkloadBuilder deploys(String name, String image) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlFile.read(
                        "name: " + name + "\ncontroller: {single: }\ncontainers: [{name: app, image: " + image + "}]",
                        "test.yaml",
                        Workload.class)
                .get(0));
        return new DeployWorkloadBuilder(step);
    }

    private WorkflowRun run(String script) throws Exception {
        return jenkins.waitForCompletion(pipeline(script).scheduleBuild2(0).waitForStart());
    }

    private WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static String deployed(String name) {
        return SharedControlPlane.get()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    /** As Jib does it, into the workspace; the digest is a parameter of the build. */
    private static final class WritesJib extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws java.io.IOException, InterruptedException {
            String digest = build.getEnvironment(listener).get("DIGEST", FIRST);
            build.getWorkspace()
                    .child("target/jib-image.json")
                    .write("""
                    {"image":"%s:1","imageId":"sha256:%s","imageDigest":"%s","tags":["1"],"imagePushed":true}
                    """.formatted(REPOSITORY, "a".repeat(64), digest), "UTF-8");
            return true;
        }
    }
}
