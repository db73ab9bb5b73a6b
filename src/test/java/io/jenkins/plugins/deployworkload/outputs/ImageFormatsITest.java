package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployBuilder;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployed;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.fixture;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import hudson.model.FreeStyleProject;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * For each build tool, deploys the image that an output of the tool names. The output is in an agent's workspace or in
 * the build log, and the jobs are Pipelines and freestyle jobs.
 */
@Tag("control-plane")
@WithJenkins
class ImageFormatsITest {

    private static final String A = "@sha256:" + "a1".repeat(32);
    private static final String LOCAL = "localhost:5055/shop/web";

    private JenkinsRule jenkins;

    /**
     * @param tool       the value of the field {@code output}
     * @param fixture    an output of the tool, from the tests of the parsers
     * @param path       the path of the output in the workspace; null if the output is in the log
     * @param repository the repository in the query; null if the query names no repository
     * @param image      the expected image of the Deployment
     */
    private record Output(String tool, String fixture, String path, String repository, String image) {
        String name() {
            return tool.toLowerCase(Locale.ROOT);
        }
    }

    private static final List<Output> OUTPUTS = List.of(
            new Output(
                    "jib",
                    "real/jib-push/jib-image.json",
                    "target/jib-image.json",
                    null,
                    LOCAL + "@sha256:ad32b469c77eb8236acc21e0eddd5d23e18956a9ac3bd95b02d1db68ce061949"),
            new Output(
                    "buildx",
                    "real/buildx/metadata.json",
                    "metadata.json",
                    null,
                    LOCAL + "@sha256:53856af0f9a8235aa05dd60972f79418220373cdc09c0d90de5a0ac63fdaaa1e"),
            new Output(
                    "bake",
                    "real/bake/bake-metadata.json",
                    "bake-metadata.json",
                    "localhost:5055/shop/api",
                    "localhost:5055/shop/api@sha256:181affe237eb011b8d9b092b341e261e1f1dc7bae6b8aa140bf592cc4ed710b9"),
            new Output(
                    "kaniko",
                    "documented/image-name-tag-with-digest",
                    "image-name-tag-with-digest",
                    null,
                    "registry.example/shop/web" + A),
            new Output(
                    "buildah",
                    "real/buildah/digestfile",
                    "digestfile",
                    "registry.example/shop/web",
                    "registry.example/shop/web@sha256:732a96a821cd4a962d917c1f1a2c1bd77abbce70e188d2c26f6760a68ca6c9c1"),
            new Output("springBoot", "documented/spring-boot.log", null, null, "docker.io/library/app:1"),
            new Output("dockerBuild", "real/docker/build-push.log", null, null, LOCAL + ":2.0"),
            new Output(
                    "dockerPush",
                    "real/docker/build-push.log",
                    null,
                    null,
                    LOCAL + "@sha256:ac5ef056b2597ca8ce1df46eebf4f7aecdcee6dd6a5ed2342c90902a3df0ba19"),
            new Output(
                    "buildkit",
                    "real/buildx/build.log",
                    null,
                    null,
                    LOCAL + "@sha256:53856af0f9a8235aa05dd60972f79418220373cdc09c0d90de5a0ac63fdaaa1e"),
            new Output(
                    "ko",
                    "real/ko/image-refs.txt",
                    "image-refs.txt",
                    null,
                    LOCAL + "-77ee5320806615af176f08cba396e180"
                            + "@sha256:24cb556518701dbc049a1de158e6c2e7f3b5aba3ec78bda8bc6a5250e763f752"),
            new Output("pack", "documented/report.toml", "report.toml", null, "index.docker.io/u/a" + A),
            new Output(
                    "skaffold",
                    "documented/skaffold-build.json",
                    "skaffold-build.json",
                    null,
                    "gcr.io/k8s-skaffold/ex" + A),
            new Output(
                    "rulesOci",
                    "documented/bazel-bin/web/index.json",
                    "bazel-bin/web/index.json",
                    "registry.example/shop/web",
                    "registry.example/shop/web" + A));

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    @TestFactory
    Stream<DynamicTest> freestyleBuildDeploysImageOfEachTool() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        return OUTPUTS.stream()
                .map(output -> dynamicTest(output.tool(), () -> {
                    FreeStyleProject job = jenkins.createFreeStyleProject();
                    job.setAssignedNode(agent);
                    job.getBuildersList().add(new ImageJobs.WritesOutput(output.path(), text(output)));
                    job.getBuildersList()
                            .add(deployBuilder("free-" + output.name(), "{fromBuild: {" + query(output) + "}}"));

                    jenkins.buildAndAssertSuccess(job);

                    assertThat(deployed("free-" + output.name())).isEqualTo(output.image());
                }));
    }

    @TestFactory
    Stream<DynamicTest> pipelineDeploysImageOfEachTool() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        return OUTPUTS.stream()
                .map(output -> dynamicTest(output.tool(), () -> {
                    String path = output.path() == null ? "build.log" : output.path();
                    WorkflowRun run = ImageJobs.run(jenkins, """
                        node('%s') {
                            writeFile file: '%s', encoding: 'Base64', text: '%s'
                            %s
                            %s
                        }
                        """.formatted(
                            agent.getNodeName(),
                            path,
                            Base64.getEncoder().encodeToString(text(output).getBytes(StandardCharsets.UTF_8)),
                            output.path() == null ? "sh 'cat build.log'" : "",
                            step("pipe-" + output.name(), "fromBuild(" + query(output) + ")")));

                    jenkins.assertBuildStatusSuccess(run);
                    assertThat(deployed("pipe-" + output.name())).isEqualTo(output.image());
                }));
    }

    private static String text(Output output) throws Exception {
        return new String(fixture(output.fixture()), StandardCharsets.UTF_8);
    }

    /** The fields of {@code fromBuild}, in a syntax that is valid in YAML as well as in Groovy. */
    private static String query(Output output) {
        String tool = "output: '" + output.tool() + "'";
        return output.repository() == null ? tool : tool + ", repository: '" + output.repository() + "'";
    }
}
