package io.jenkins.plugins.deployworkload;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.GuidePage;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every Pipeline of {@code docs/guide} succeeds as it stands, with programs in place of the build tools. */
@Tag("control-plane")
@WithJenkins
class GuideITest {

    /** Takes the place of the step {@code checkout}, which needs a repository. */
    private static final String CHECKOUT = """
            @groovy.transform.Field def scm = null
            def checkout(ignored) {
                deleteDir()
                sh "cp -r '%s/.' ."
            }
            withEnv(['PATH+GUIDE=%s']) {
            %s
            }
            """;

    private final ControlPlane plane = SharedControlPlane.get();

    @TempDir
    private Path workspace;

    private WorkflowJob job;

    @Test
    void everyPipelineSucceeds(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "first/**");
        for (String namespace : List.of("shop", "shop-test")) {
            plane.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .createOr(NonDeletingOperation::update);
        }
        Folder folder = jenkins.createProject(Folder.class, "first");
        WorkflowJob image = folder.createProject(WorkflowJob.class, "image");
        image.setDefinition(
                new CpsFlowDefinition("echo 'Built and pushed image as registry.example.com/shop/web:1.3'", true));
        jenkins.buildAndAssertSuccess(image);
        job = folder.createProject(WorkflowJob.class, "guide");

        Map<String, String> files = new HashMap<>();
        GuidePage.all().forEach(page -> files.putAll(page.files()));
        copy(GuidePage.WORKSPACE, workspace);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(workspace.resolve(file.getKey()), file.getValue());
        }
        SoftAssertions results = new SoftAssertions();
        for (GuidePage page : GuidePage.all()) {
            for (String pipeline : page.pipelines()) {
                WorkflowRun run = run(jenkins, pipeline);
                results.assertThat(run.getResult())
                        .as(page + ":\n" + pipeline + "\n" + JenkinsRule.getLog(run))
                        .isEqualTo(Result.SUCCESS);
            }
        }
        results.assertAll();
    }

    private WorkflowRun run(JenkinsRule jenkins, String pipeline) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                CHECKOUT.formatted(
                        workspace, workspace.resolve("bin"), pipeline.replace("/kaniko/executor", "kaniko-executor")),
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        if (pipeline.contains("input message:")) {
            jenkins.waitForMessage("Proceed or Abort", run);
            run.getAction(InputAction.class).getExecutions().getFirst().proceed(null);
        }
        return jenkins.waitForCompletion(run);
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
