package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.FIRST;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.JIB;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.REPOSITORY;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.SECOND;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployBuilder;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployed;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.push;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.image.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Tests deploying an image that the same build has produced, in a real Jenkins with an agent and on a real control
 * plane.
 */
@Tag("control-plane")
@WithJenkins
class BuiltImageITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    @Test
    void freestyleBuildDeploysNewDigestOfSameTag() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedNode(jenkins.createOnlineSlave());
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("DIGEST", FIRST)));
        job.getBuildersList().add(new ImageJobs.WritesJib());
        job.getBuildersList().add(deployBuilder("retagged", "{fromBuild: {}}"));

        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        assertThat(deployed("retagged")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains(
                "Image of container app of retagged: " + REPOSITORY + "@" + FIRST + " (Jib, " + JIB + ")", first);

        jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("DIGEST", SECOND))));
        assertThat(deployed("retagged")).isEqualTo(REPOSITORY + "@" + SECOND);
    }

    @Test
    void pipelineDeploysNewDigestOfSameTag() throws Exception {
        WorkflowJob job = ImageJobs.pipeline(jenkins, """
            node {
                writeFile file: 'image-refs', text: "%s:1@${params.DIGEST}"
                %s
            }
            """.formatted(REPOSITORY, step("retagged-too", "fromBuild()")));
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("DIGEST", FIRST)));

        jenkins.buildAndAssertSuccess(job);
        assertThat(deployed("retagged-too")).isEqualTo(REPOSITORY + "@" + FIRST);

        jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("DIGEST", SECOND))));
        assertThat(deployed("retagged-too")).isEqualTo(REPOSITORY + "@" + SECOND);
    }

    @Test
    void pipelineFindsImageOnAgentByFileAndRepository() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowRun run = ImageJobs.run(jenkins, """
            node('%s') {
                writeFile file: 'out/pushed.txt', text: '%s'
                writeFile file: 'deploy.yaml', text: 'name: byfile\\ncontroller: {single: }\\ncontainers: [{name: app, image: unknown}]'
                deployWorkload cluster: 'prod', file: 'deploy.yaml', images: [[container: 'app',
                    image: [fromBuild: [file: 'out/*.txt', output: 'buildah', repository: '%s']]]]
            }
            """.formatted(agent.getNodeName(), FIRST, REPOSITORY));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("byfile")).isEqualTo(REPOSITORY + "@" + FIRST);
        assertThat(agent.getWorkspaceFor(run.getParent())
                        .child("out/pushed.txt")
                        .exists())
                .isTrue();
        assertThat(jenkins.jenkins
                        .getWorkspaceFor(run.getParent())
                        .child("out/pushed.txt")
                        .exists())
                .as("on the built-in node")
                .isFalse();
    }

    @Test
    void pipelineWithoutWorkspaceFindsImageInLogAndIgnoresOwnMessages() throws Exception {
        WorkflowRun run = ImageJobs.run(jenkins, """
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
    void logNamesUnreadableOutputOfAgent() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowRun run = ImageJobs.run(jenkins, """
            node('%s') {
                writeFile file: 'image-refs', text: '%s:1@%s'
                writeFile file: 'bake.json', text: '{'
                %s
                %s
            }
            """.formatted(
                        agent.getNodeName(),
                        REPOSITORY,
                        FIRST,
                        step("unreadable", "fromBuild()"),
                        step("unreadable", "fromBuild(file: 'bake.json')")));

        jenkins.assertBuildStatus(Result.FAILURE, run);
        assertThat(deployed("unreadable")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("Build output not read: bake.json (docker buildx bake): begins with", run);
        jenkins.assertLogContains(
                "Image of container app of unreadable: bake.json (docker buildx bake): begins with", run);
        jenkins.assertLogNotContains("\tat ", run);
    }

    @Test
    void deploysImageThatSameBuildDeployedBefore() throws Exception {
        WorkflowRun run = ImageJobs.run(
                jenkins,
                step("to-stage", "'" + REPOSITORY + ":1@" + FIRST + "'")
                        + step("to-prod", "fromBuild(output: 'deployed')"));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("to-prod")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(deployed, deployments)", run);
    }

    /** Jenkins returns the log of a running build in parts of at most 10,000 lines. */
    @Test
    void findsPushAtEndOfLongLog() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList()
                .add(new ImageJobs.WritesOutput(null, push(FIRST) + "compiling\n".repeat(25_000) + push(SECOND)));
        job.getBuildersList().add(deployBuilder("late", "{fromBuild: {place: log}}"));
        jenkins.buildAndAssertSuccess(job);
        assertThat(deployed("late")).isEqualTo(REPOSITORY + "@" + SECOND);

        WorkflowRun run =
                ImageJobs.run(jenkins, """
                    echo 'The push refers to repository [%1$s]\\nv1: digest: %2$s size: 1363'
                    echo('compiling\\n' * 25000)
                    echo 'The push refers to repository [%1$s]\\nv1: digest: %3$s size: 1363'
                    %4$s
                    """.formatted(REPOSITORY, FIRST, SECOND, step("late-too", "fromBuild()")));
        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("late-too")).isEqualTo(REPOSITORY + "@" + SECOND);
    }

    @Test
    void usesStaleFileOnlyIfSpecified() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedNode(jenkins.createOnlineSlave());
        job.getBuildersList().add(new ImageJobs.WritesJib());
        job.getBuildersList().add(new ImageJobs.AgesJibFile());
        job.getBuildersList().add(deployBuilder("old", "{fromBuild: {}}"));

        FreeStyleBuild discovered = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("No image found.", discovered);
        jenkins.assertLogContains(JIB + ": written 59 min ", discovered);
        jenkins.assertLogContains(" before this build started. Specify the file to use it anyway.", discovered);
        assertThat(deployed("old")).isNull();

        job.getBuildersList().replace(deployBuilder("old", "{fromBuild: {file: " + JIB + "}}"));
        FreeStyleBuild specified = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("The specified file " + JIB + " was written 59 min ", specified);
        assertThat(deployed("old")).isEqualTo(REPOSITORY + "@" + FIRST);
    }

    @Test
    void refusesImageThatWasNotPushed() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList()
                .add(new ImageJobs.WritesOutput(
                        JIB, new String(ImageJobs.fixture("real/jib-tar/jib-image.json"), StandardCharsets.UTF_8)));
        job.getBuildersList().add(deployBuilder("tar", "{fromBuild: {}}"));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("\"localhost:5055/shop/web\" was built, but not pushed to a registry.", build);
        assertThat(deployed("tar")).isNull();
    }

    @Test
    void readsOnlyArtifactsOfThisBuildWhenAsked() throws Exception {
        WorkflowRun run = ImageJobs.run(
                jenkins, """
                    node {
                        writeFile file: 'image-refs', text: '%1$s:1@%2$s'
                        archiveArtifacts 'image-refs'
                        writeFile file: 'image-refs', text: '%1$s:1@%3$s'
                        %4$s
                    }
                    """.formatted(REPOSITORY, FIRST, SECOND, step("archived", "fromBuild(place: 'artifacts')")));

        jenkins.assertBuildStatusSuccess(run);
        assertThat(deployed("archived")).isEqualTo(REPOSITORY + "@" + FIRST);
        jenkins.assertLogContains("(ko, artifact/image-refs)", run);
    }

    /**
     * If the agent is offline, outputs in the workspace cannot be read. The plugin must not use an older image from the
     * log instead.
     */
    @Test
    void freestyleBuildReportsOfflineWorkspace() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new ImageJobs.WritesOutput(null, push(FIRST)));
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        BuildOutputs outputs = new BuildOutputs(build, null, Duration.ofMinutes(1));
        ImageFromBuild log = new ImageFromBuild();
        log.setPlace(BuildPlace.log);

        assertThatThrownBy(() -> outputs.choose(new ImageFromBuild(), note -> {}))
                .hasMessageContaining("the agent with the workspace of this build is offline");
        assertThat(outputs.choose(log, note -> {}).reference()).isEqualTo(REPOSITORY + "@" + FIRST);
    }

    @Test
    void refusesSeveralImagesAndListsThem() throws Exception {
        WorkflowRun run = ImageJobs.run(jenkins, """
            echo 'The push refers to repository [registry.example/a]\\nv1: digest: %s size: 1363'
            echo 'The push refers to repository [registry.example/b]\\nv1: digest: %s size: 1363'
            deployWorkload cluster: 'prod', workload: [name: 'several', controller: [single: [:]],
                containers: [[name: 'app', image: [fromBuild: [:]]]]]
            """.formatted(FIRST, SECOND));

        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("Image of container app of several: Several images found.", run);
        jenkins.assertLogContains("registry.example/a:v1@" + FIRST, run);
        jenkins.assertLogContains("registry.example/b:v1@" + SECOND, run);
        jenkins.assertLogNotContains("\tat ", run);
        assertThat(deployed("several")).isNull();
    }
}
