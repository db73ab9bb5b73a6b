package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.FIRST;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.JIB;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.REPOSITORY;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.buildWithJibImage;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployBuilder;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the form for images from builds: saving and loading, the preview, and the permissions. */
@Tag("control-plane")
@WithJenkins
class ImagePreviewITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    @Test
    void formRoundTripKeepsImageSource() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadBuilder builder = deployBuilder(
                "form",
                "{fromJob: {repository: r.example/a, output: jib, file: target/*.json, by: tag, job: ../x, build: '7',"
                        + " place: artifacts}}");
        ImageFromBuild built = new ImageFromBuild();
        built.setRepository(REPOSITORY);
        ImageOverride image = new ImageOverride("app", built);
        image.setWorkload("form");
        builder.getDeploy().setImages(List.of(image));
        job.getBuildersList().add(builder);

        jenkins.configRoundtrip(job);

        assertThat(TreeWriter.toTree(
                        job.getBuildersList().get(DeployWorkloadBuilder.class).getDeploy()))
                .isEqualTo(TreeWriter.toTree(builder.getDeploy()));
    }

    @Test
    void formPreviewsImageOfLastBuild() throws Exception {
        FreeStyleProject upstream = buildWithJibImage(jenkins, jenkins.createFreeStyleProject("upstream"));
        FreeStyleProject other = jenkins.createFreeStyleProject("other");
        WorkflowJob pipeline = ImageJobs.pipeline(jenkins, "echo 'nothing'");
        jenkins.buildAndAssertSuccess(pipeline);
        permissions(upstream, other, pipeline);

        assertThat(preview("configurer", upstream, "ImageFromBuild", Map.of()))
                .contains("class=\"ok\"", REPOSITORY + "@" + FIRST, JIB);
        assertThat(preview("configurer", upstream, "ImageFromBuild", Map.of("repository", "x/y")))
                .contains("class=\"error\"", "No image of", JIB);
        assertThat(preview("configurer", upstream, "ImageFromBuild", Map.of("output", "jibb")))
                .contains("class=\"error\"", "jibb");
        assertThat(preview("configurer", upstream, "ImageFromBuild", Map.of("repository", "$R")))
                .contains("class=\"warning\"", "only during a build");
        assertThat(preview("configurer", other, "ImageFromBuild", Map.of())).contains("class=\"warning\"", "other");
        assertThat(preview("configurer", other, "ImageFromJob", Map.of("job", "upstream")))
                .contains("class=\"ok\"", "upstream #1/artifact/" + JIB);
        assertThat(preview("configurer", pipeline, "ImageFromBuild", Map.of()))
                .contains("class=\"error\"", "The workspace was not searched");
    }

    @Test
    void formPreviewRequiresConfigurePermission() throws Exception {
        FreeStyleProject upstream = buildWithJibImage(jenkins, jenkins.createFreeStyleProject("upstream"));
        FreeStyleProject other = jenkins.createFreeStyleProject("other");
        FreeStyleProject hidden = buildWithJibImage(jenkins, jenkins.createFreeStyleProject("hidden"));
        permissions(upstream, other);
        Map<String, String> fromHidden = Map.of("job", "hidden");

        for (String allowed : List.of("configurer", "administrator")) {
            assertThat(preview(allowed, upstream, "ImageFromBuild", Map.of())).contains(REPOSITORY);
            assertThat(preview(allowed, other, "ImageFromJob", Map.of("job", "upstream")))
                    .contains(REPOSITORY);
        }
        assertThat(preview("administrator", other, "ImageFromJob", fromHidden)).contains(REPOSITORY);
        assertThat(preview("configurer", other, "ImageFromJob", fromHidden))
                .contains("does not exist")
                .doesNotContain(REPOSITORY);
        assertThat(preview("reader", upstream, "ImageFromBuild", Map.of()))
                .contains("class=\"warning\"", "the permission to configure it")
                .doesNotContain(REPOSITORY);
        assertThat(preview("reader", other, "ImageFromJob", Map.of("job", "upstream")))
                .contains("class=\"warning\"", "the permission to configure it")
                .doesNotContain(REPOSITORY);
        WebResponse anonymous = ImageJobs.preview(jenkins, HttpMethod.POST, null, upstream, "ImageFromBuild", Map.of());
        assertThat(anonymous.getStatusCode()).isIn(403, 404);
        assertThat(anonymous.getContentAsString()).doesNotContain(REPOSITORY);
        WebResponse get =
                ImageJobs.preview(jenkins, HttpMethod.GET, "administrator", upstream, "ImageFromBuild", Map.of());
        assertThat(get.getStatusCode()).isIn(404, 405);
        assertThat(get.getContentAsString()).doesNotContain(REPOSITORY);
    }

    private String preview(String user, Job<?, ?> job, String type, Map<String, String> fields) throws Exception {
        return ImageJobs.preview(jenkins, HttpMethod.POST, user, job, type, fields)
                .getContentAsString();
    }

    /**
     * Sets the permissions of two users: {@code configurer} may configure the given jobs, and {@code reader} may only
     * read them. Neither user can see other jobs.
     */
    private void permissions(Item... jobs) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ)
                .everywhere()
                .to("configurer", "reader")
                .grant(Item.READ, Item.CONFIGURE, Item.WORKSPACE)
                .onItems(jobs)
                .to("configurer")
                .grant(Item.READ)
                .onItems(jobs)
                .to("reader"));
    }
}
