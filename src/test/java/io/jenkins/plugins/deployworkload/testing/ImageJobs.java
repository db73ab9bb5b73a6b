package io.jenkins.plugins.deployworkload.testing;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.tasks.ArtifactArchiver;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/** Jobs that build images and jobs that deploy them, for tests in a real Jenkins. */
public final class ImageJobs {

    public static final String REPOSITORY = "registry.example/shop/web";
    public static final String FIRST = "sha256:" + "1".repeat(64);
    public static final String SECOND = "sha256:" + "2".repeat(64);

    /** Path of the file that {@link WritesJib} writes. */
    public static final String JIB = "target/jib-image.json";

    private ImageJobs() {}

    /** Runs the first build of a job, which writes Jib's output file to the workspace and archives the file. */
    public static FreeStyleProject buildWithJibImage(JenkinsRule jenkins, FreeStyleProject job) throws Exception {
        job.getBuildersList().add(new WritesJib());
        job.getPublishersList().add(new ArtifactArchiver("target/*"));
        jenkins.buildAndAssertSuccess(job);
        return job;
    }

    /**
     * Deploys one container to the cluster {@code prod}.
     *
     * @param image the image of the container, as YAML
     */
    public static DeployWorkloadBuilder deployBuilder(String name, String image) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(
                        "name: " + name + "\ncontroller: {single: }\ncontainers: [{name: app, image: " + image + "}]",
                        "test.yaml",
                        Workload.class)
                .get(0));
        return new DeployWorkloadBuilder(step);
    }

    /**
     * The Pipeline step that deploys one container to the cluster {@code prod}.
     *
     * @param image the image of the container, as Groovy
     */
    public static String step(String name, String image) {
        return "deployWorkload cluster: 'prod', workload: [name: '" + name
                + "', controller: [single: [:]], containers: [[name: 'app', image: " + image + "]]]\n";
    }

    public static WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        return jenkins.waitForCompletion(
                pipeline(jenkins, script).scheduleBuild2(0).waitForStart());
    }

    public static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** The lines that {@code docker push} prints for an image with this digest. */
    public static String push(String digest) {
        return "The push refers to repository [" + REPOSITORY + "]\nv1: digest: " + digest + " size: 1363\n";
    }

    /** The container image of the Deployment in the cluster; null if the Deployment does not exist. */
    public static String deployed(String name) {
        var deployment = SharedControlPlane.get()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
        return deployment == null
                ? null
                : deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage();
    }

    /** Reads an output file of a build tool. The tests of the parsers use the same files. */
    public static byte[] fixture(String name) throws IOException {
        try (InputStream content =
                ImageJobs.class.getResourceAsStream("/io/jenkins/plugins/deployworkload/image/" + name)) {
            return content.readAllBytes();
        }
    }

    /**
     * The response to the form's button that previews an image.
     *
     * @param user null for an anonymous user
     * @param type type of the image: {@code ImageFromBuild}, {@code ImageFromJob}
     */
    public static WebResponse preview(
            JenkinsRule jenkins, HttpMethod method, String user, Job<?, ?> job, String type, Map<String, String> fields)
            throws Exception {
        StringBuilder url = new StringBuilder(jenkins.getURL() + job.getUrl() + "descriptorByName/"
                + ImageFromBuild.class.getPackageName() + "." + type + "/testImage?x=");
        fields.forEach((name, value) ->
                url.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            if (user != null) {
                web.login(user);
            }
            // Jenkins' error page redirects anonymous users to the login page.
            web.setRefreshHandler((page, address, seconds) -> {});
            web.setJavaScriptEnabled(false);
            return web.getPage(web.addCrumb(new WebRequest(new URL(url.toString()), method)))
                    .getWebResponse();
        }
    }

    /** Writes {@link #JIB} to the workspace, as Jib does. The digest is a parameter of the build. */
    public static final class WritesJib extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException, InterruptedException {
            String digest = build.getEnvironment(listener).get("DIGEST", FIRST);
            build.getWorkspace().child(JIB).write("""
                {"image":"%s:1","imageId":"sha256:%s","imageDigest":"%s","tags":["1"],"imagePushed":true}
                """.formatted(REPOSITORY, "a".repeat(64), digest), "UTF-8");
            return true;
        }
    }

    /** Sets the modification time of {@link #JIB} back by an hour. */
    public static final class AgesJibFile extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException, InterruptedException {
            build.getWorkspace().child(JIB).touch(System.currentTimeMillis() - 3_600_000);
            return true;
        }
    }

    /** Writes text to a file in the workspace, or to the build log if the path is null. */
    public static final class WritesOutput extends TestBuilder {
        private final String path;
        private final List<String> lines;

        public WritesOutput(String path, String text) {
            this.path = path;
            this.lines = text.lines().toList();
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException, InterruptedException {
            if (path == null) {
                lines.forEach(listener.getLogger()::println);
            } else {
                build.getWorkspace().child(path).write(String.join("\n", lines), "UTF-8");
            }
            return true;
        }
    }
}
