package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.FIRST;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.JIB;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.REPOSITORY;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.SECOND;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.buildWithJibImage;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployBuilder;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployed;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.push;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.step;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.RunParameterDefinition;
import hudson.model.RunParameterValue;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.UnstableBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests images from other jobs: the choice of the build and the permissions. */
@Tag("control-plane")
@WithJenkins
class ImageFromJobITest {

    private static CountDownLatch started;
    private static CountDownLatch released;

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    @Test
    void readsArtifactsOfBuildThatParameterSelects() throws Exception {
        upstream();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("NUMBER", "1")));
        job.getBuildersList()
                .add(deployBuilder("fromjob", "{fromJob: {job: upstream, build: $NUMBER, place: artifacts}}"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        assertThat(deployed("fromjob")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(Jib, upstream #1/artifact/" + JIB + ")", build);

        FreeStyleBuild missing = jenkins.assertBuildStatus(
                Result.FAILURE, job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("NUMBER", "7"))));
        jenkins.assertLogContains("build: \"upstream\" has no build 7", missing);
        FreeStyleBuild invalid = jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("NUMBER", "lastGood"))));
        jenkins.assertLogContains("build: \"lastGood\" is neither a number nor one of ", invalid);
    }

    @Test
    void runParameterSelectsBuild() throws Exception {
        FreeStyleProject upstream = upstream();
        jenkins.buildAndAssertSuccess(upstream);
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.addProperty(new ParametersDefinitionProperty(new RunParameterDefinition("RUN", "upstream", "", null)));
        job.getBuildersList().add(deployBuilder("run", "{fromJob: {job: upstream, build: $RUN}}"));

        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new RunParameterValue("RUN", "upstream#1"))));
        jenkins.assertLogContains("(Jib, upstream #1/artifact/" + JIB + ")", build);

        buildWithJibImage(jenkins, jenkins.createFreeStyleProject("other"));
        FreeStyleBuild invalid = jenkins.assertBuildStatus(
                Result.FAILURE, job.scheduleBuild2(0, new ParametersAction(new RunParameterValue("RUN", "other#1"))));
        jenkins.assertLogContains("/job/other/1/\" is neither a number nor one of ", invalid);
    }

    @Test
    void pipelineUsesPermalinkOfJobInAnotherFolder() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        MockFolder builds = team.createProject(MockFolder.class, "build");
        buildWithJibImage(jenkins, builds.createProject(FreeStyleProject.class, "web"));
        MockFolder deploys = team.createProject(MockFolder.class, "deploy");
        WorkflowJob job = deploys.createProject(WorkflowJob.class, "web");
        job.setDefinition(new CpsFlowDefinition(
                step("permalink", "fromJob(job: '../build/web', build: 'lastStableBuild', place: 'artifacts')"), true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(deployed("permalink")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(Jib, team/build/web #1/artifact/" + JIB + ")", run);
    }

    @Test
    void readsOnlyLogWhenAsked() throws Exception {
        FreeStyleProject upstream = jenkins.createFreeStyleProject("upstream");
        upstream.getBuildersList().add(new ImageJobs.WritesOutput(null, push(SECOND)));
        buildWithJibImage(jenkins, upstream);

        WorkflowRun run = ImageJobs.run(jenkins, step("theirlog", "fromJob(job: 'upstream', place: 'log')"));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("theirlog")).isEqualTo(REPOSITORY + "@" + SECOND);
        jenkins.assertLogContains("(docker push, upstream #1/log line ", run);
    }

    @Test
    void deploysImageThatOtherBuildDeployed() throws Exception {
        FreeStyleProject test = jenkins.createFreeStyleProject("test");
        test.getBuildersList().add(deployBuilder("stage", "'" + REPOSITORY + ":1@" + FIRST + "'"));
        jenkins.buildAndAssertSuccess(test);
        FreeStyleProject prod = jenkins.createFreeStyleProject("prod");
        prod.getBuildersList().add(deployBuilder("further", "{fromJob: {job: test, place: deployed}}"));

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(prod);

        assertThat(deployed("further")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(deployed, test #1/deployments)", build);
    }

    @Test
    void logsResultOfUnsuccessfulBuildOnce() throws Exception {
        FreeStyleProject upstream = jenkins.createFreeStyleProject("upstream");
        upstream.getBuildersList().add(new ImageJobs.WritesOutput(null, push(FIRST)));
        upstream.getBuildersList().add(new UnstableBuilder());
        jenkins.buildAndAssertStatus(Result.UNSTABLE, upstream);

        WorkflowRun run = ImageJobs.run(jenkins, """
            def upstream = fromJob(job: 'upstream', build: '1')
            deployWorkload cluster: 'prod', workload: [name: 'unstable', controller: [single: [:]],
                initContainers: [[name: 'first', image: upstream]], containers: [[name: 'app', image: upstream]]]
            """);

        jenkins.assertBuildStatusSuccess(run);
        assertThat(JenkinsRule.getLog(run))
                .containsOnlyOnce("The image to deploy is from upstream #1, whose result is UNSTABLE.");
    }

    @Test
    void refusesRunningBuildUnlessItIsUpstream() throws Exception {
        FreeStyleProject upstream = jenkins.createFreeStyleProject("upstream");
        upstream.getBuildersList().add(new ImageJobs.WritesOutput(null, push(FIRST)));
        upstream.getBuildersList().add(new Waits());
        started = new CountDownLatch(1);
        released = new CountDownLatch(1);
        FreeStyleBuild running = upstream.scheduleBuild2(0).waitForStart();
        started.await();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.getBuildersList().add(deployBuilder("running", "{fromJob: {job: upstream, build: '1', place: log}}"));
        try {
            FreeStyleBuild refused = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("build: upstream #1 is still running. Specify a completed build.", refused);

            FreeStyleBuild build = jenkins.assertBuildStatusSuccess(
                    job.scheduleBuild2(0, new Cause.UpstreamCause((Run<?, ?>) running)));
            jenkins.assertLogContains("upstream #1, which started this build, is still running.", build);
            assertThat(deployed("running")).isEqualTo(REPOSITORY + "@" + FIRST);
        } finally {
            released.countDown();
            jenkins.waitForCompletion(running);
        }
    }

    private FreeStyleProject upstream() throws Exception {
        return buildWithJibImage(jenkins, jenkins.createFreeStyleProject("upstream"));
    }

    /** A build step that blocks until the test counts down {@link #released}. */
    private static final class Waits extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException {
            started.countDown();
            released.await();
            return true;
        }
    }
}
