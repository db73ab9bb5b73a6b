package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.FIRST;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.REPOSITORY;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.SECOND;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.buildWithJibImage;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployBuilder;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.deployed;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.step;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** Tests the permissions for images from other jobs. */
@Tag("control-plane")
@WithJenkins
class ImageFromJobPermissionITest {

    private static final String NO_SUCH_JOB =
            "job: \"%s\" does not exist, or the builds of \"%s\" have no permission to read it";
    private static final String AS_SYSTEM = "Builds of this job run as SYSTEM";

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
    }

    @Test
    void hidesJobThatBuildUserMayNotRead() throws Exception {
        upstream();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.getBuildersList().add(deployBuilder("forbidden", "{fromJob: {job: upstream}}"));
        WorkflowJob pipeline = ImageJobs.pipeline(jenkins, step("forbidden", "fromJob(job: 'upstream')"));
        security(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Computer.BUILD)
                .everywhere()
                .to("dev")
                .grant(Item.READ)
                .onItems(job, pipeline)
                .to("dev"));
        asDev("deploys", pipeline.getFullName());

        for (Run<?, ?> build : List.of(
                jenkins.buildAndAssertStatus(Result.FAILURE, job),
                jenkins.buildAndAssertStatus(Result.FAILURE, pipeline))) {
            jenkins.assertLogContains(
                    NO_SUCH_JOB.formatted("upstream", build.getParent().getFullName()), build);
            jenkins.assertLogNotContains(AS_SYSTEM, build);
            jenkins.assertLogNotContains(FIRST, build);
        }
    }

    /**
     * If a build that runs as SYSTEM could read every job, a user who may configure one job could read all jobs through
     * its builds.
     */
    @Test
    void systemBuildCannotReadRestrictedJobs() throws Exception {
        FreeStyleProject upstream = upstream();
        FreeStyleProject job = jenkins.createFreeStyleProject("deploys");
        job.getBuildersList().add(deployBuilder("assystem", "{fromJob: {job: upstream}}"));
        WorkflowJob pipeline = ImageJobs.pipeline(jenkins, step("assystem", "fromJob(job: 'upstream')"));
        FreeStyleProject unknown = jenkins.createFreeStyleProject("unknown");
        unknown.getBuildersList().add(deployBuilder("assystem", "{fromJob: {job: absent}}"));
        security(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("dev")
                .grant(Item.READ)
                .onItems(upstream)
                .to("dev"));

        for (Run<?, ?> build : List.of(
                jenkins.buildAndAssertStatus(Result.FAILURE, job),
                jenkins.buildAndAssertStatus(Result.FAILURE, pipeline))) {
            jenkins.assertLogContains(
                    NO_SUCH_JOB.formatted("upstream", build.getParent().getFullName()) + ". " + AS_SYSTEM, build);
            jenkins.assertLogNotContains(FIRST, build);
        }
        FreeStyleBuild none = jenkins.buildAndAssertStatus(Result.FAILURE, unknown);
        jenkins.assertLogContains(NO_SUCH_JOB.formatted("absent", "unknown") + ". " + AS_SYSTEM, none);
        assertThat(deployed("assystem")).isNull();
    }

    @Test
    void systemBuildReadsOnlyJobsThatEveryUserMayRead() throws Exception {
        FreeStyleProject open = buildWithJibImage(jenkins, jenkins.createFreeStyleProject("open"));
        FreeStyleProject known = buildWithJibImage(jenkins, jenkins.createFreeStyleProject("known"));
        MockFolder team = jenkins.createFolder("team");
        buildWithJibImage(jenkins, team.createProject(FreeStyleProject.class, "web"));
        buildWithJibImage(
                jenkins, team.createProject(MockFolder.class, "parts").createProject(FreeStyleProject.class, "api"));
        MockFolder others = jenkins.createFolder("team-two");
        buildWithJibImage(jenkins, others.createProject(FreeStyleProject.class, "web"));
        security(new MockAuthorizationStrategy()
                .grant(Item.READ)
                .onItems(open)
                .toEveryone()
                .grant(Item.READ)
                .onItems(known)
                .toAuthenticated());

        for (String read : List.of("/open", "/known")) {
            FreeStyleProject job = team.createProject(FreeStyleProject.class, "deploys-" + read.hashCode());
            // Each job owns an application of its own.
            job.getBuildersList().add(deployBuilder("near" + read.replace('/', '-'), "{fromJob: {job: " + read + "}}"));
            jenkins.buildAndAssertSuccess(job);
        }
        for (String refused : List.of("web", "parts/api", "../team-two/web")) {
            FreeStyleProject job = team.createProject(FreeStyleProject.class, "deploys" + refused.hashCode());
            job.getBuildersList().add(deployBuilder("near", "{fromJob: {job: " + refused + "}}"));
            jenkins.assertLogContains(AS_SYSTEM, jenkins.buildAndAssertStatus(Result.FAILURE, job));
        }
    }

    @Test
    void requiresArtifactsPermissionForOtherJobsOnly() throws Exception {
        String property = "hudson.security.ArtifactsPermission";
        String before = System.getProperty(property);
        System.setProperty(property, "true");
        try {
            FreeStyleProject upstream = upstream();
            WorkflowJob own = ImageJobs.pipeline(
                    jenkins, """
                        node {
                            writeFile file: 'image-refs', text: '%s:1@%s'
                            archiveArtifacts 'image-refs'
                            %s
                        }
                        """.formatted(REPOSITORY, SECOND, step("own", "fromBuild(place: 'artifacts')")));
            WorkflowJob other = ImageJobs.pipeline(jenkins, step("other", "fromJob(job: 'upstream')"));
            security(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Computer.BUILD)
                    .everywhere()
                    .to("dev")
                    .grant(Item.READ)
                    .onItems(upstream, own, other)
                    .to("dev"));
            asDev(own.getFullName(), other.getFullName());

            jenkins.buildAndAssertSuccess(own);
            assertThat(deployed("own")).isEqualTo(REPOSITORY + "@" + SECOND);
            jenkins.assertLogContains(
                    "upstream #1/artifact/: no permission to read the archived artifacts",
                    jenkins.buildAndAssertStatus(Result.FAILURE, other));
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private FreeStyleProject upstream() throws Exception {
        return buildWithJibImage(jenkins, jenkins.createFreeStyleProject("upstream"));
    }

    private void security(MockAuthorizationStrategy strategy) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(strategy);
    }

    private static void asDev(String... jobs) {
        Authentication dev = User.getById("dev", true).impersonate2();
        MockQueueItemAuthenticator authenticator = new MockQueueItemAuthenticator();
        for (String job : jobs) {
            authenticator.authenticate(job, dev);
        }
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(authenticator);
    }
}
