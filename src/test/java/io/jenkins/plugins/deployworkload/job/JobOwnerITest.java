package io.jenkins.plugins.deployworkload.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.cluster.access.OwnerScope;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.nio.file.Files;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Only the job that owns an application deploys it, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class JobOwnerITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    private WorkflowJob job(String name, String application) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(ImageJobs.step(application, "\"nginx:${env.BUILD_NUMBER}\""), true));
        return job;
    }

    private void assertDeploys(WorkflowJob job) throws Exception {
        jenkins.buildAndAssertSuccess(job);
    }

    private void assertRefused(WorkflowJob job, String owner) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains(
                "This application belongs to " + owner + ". Nothing was changed. Use another name, or set \"adopt\" to"
                        + " take it over.",
                run);
    }

    @Test
    void followsRenameAndMoveOfJob() throws Exception {
        WorkflowJob job = job("first", "renamed");
        assertDeploys(job);
        job.renameTo("second");
        assertDeploys(job);
        assertRefused(job("first", "renamed"), "second");

        Folder folder = jenkins.createProject(Folder.class, "team");
        Items.move(job, folder);
        assertDeploys(folderJob(folder));
        folder.renameTo("crew");
        assertDeploys(folderJob(folder));
        assertRefused(job("second", "renamed"), "crew/second");
    }

    private WorkflowJob folderJob(Folder folder) {
        return (WorkflowJob) folder.getItem("second");
    }

    @Test
    void copyAndNewJobOfSameNameAreOtherOwners() throws Exception {
        WorkflowJob job = job("original", "copied");
        assertDeploys(job);
        // Jenkins does not build a copy before its configuration is saved in the form.
        assertThat(OwnerId.of(jenkins.jenkins.copy(job, "copy"))).isNotEqualTo(OwnerId.of(job));

        job.delete();
        assertRefused(job("original", "copied"), "original");
    }

    @Test
    void idIsNotInConfiguration() throws Exception {
        WorkflowJob job = job("configured", "configured");
        String id = OwnerId.of(job);

        assertThat(OwnerId.of(job)).isEqualTo(id);
        job.save();
        assertThat(job.getConfigFile().asString()).doesNotContain(id);
        assertThat(Files.readString(job.getRootDir().toPath().resolve(OwnerId.FILE)))
                .isEqualTo(id);
    }

    @Test
    void folderOwnsWhatItsJobsOwned() throws Exception {
        MockFolder folder = jenkins.createFolder("shop");
        WorkflowJob web = folder.createProject(WorkflowJob.class, "web");
        WorkflowJob api = folder.createProject(WorkflowJob.class, "api");
        web.setDefinition(new CpsFlowDefinition("", true));
        api.setDefinition(new CpsFlowDefinition("", true));
        Run<?, ?> webBuild = jenkins.buildAndAssertSuccess(web);
        Run<?, ?> apiBuild = jenkins.buildAndAssertSuccess(api);

        assertThat(JobOwner.of(apiBuild, OwnerScope.folder)
                        .mayDeploy(JobOwner.of(webBuild, OwnerScope.folder).owner()))
                .isTrue();
        assertThat(JobOwner.of(webBuild, OwnerScope.folder)
                        .mayDeploy(JobOwner.of(webBuild, OwnerScope.job).owner()))
                .isTrue();
        assertThat(JobOwner.of(apiBuild, OwnerScope.folder)
                        .mayDeploy(JobOwner.of(webBuild, OwnerScope.job).owner()))
                .isFalse();
        // A job that belongs to no multibranch project is a project by itself.
        assertThat(JobOwner.of(apiBuild, OwnerScope.project)
                        .mayDeploy(JobOwner.of(webBuild, OwnerScope.project).owner()))
                .isFalse();
        assertThat(JobOwner.of(webBuild, OwnerScope.job).build()).isEqualTo("shop/web #1");
        assertThat(List.<Item>of(web, api))
                .allMatch(item -> Files.exists(item.getRootDir().toPath().resolve(OwnerId.FILE)));
    }
}
