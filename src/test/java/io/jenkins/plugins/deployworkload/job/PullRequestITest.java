package io.jenkins.plugins.deployworkload.job;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedOption;
import io.jenkins.plugins.deployworkload.cluster.access.OwnerScope;
import io.jenkins.plugins.deployworkload.cluster.access.PullRequests;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SingleFileSCM;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Branches and pull requests of a multibranch project, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class PullRequestITest {

    private static final String NOT_ALLOWED = "cluster: the job \"shop/%s\" builds a pull request, and access rule 1 of"
            + " the cluster \"prod\" does not allow pull requests to deploy";

    private JenkinsRule jenkins;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        HEADS.clear();
        project = jenkins.createProject(WorkflowMultiBranchProject.class, "shop");
        project.getSourcesList().add(new BranchSource(new ScriptSource()));
    }

    /** Adds the head, and returns the first build of its job. */
    private WorkflowRun build(SCMHead head, String script) throws Exception {
        ScriptSource.script = script;
        HEADS.add(head);
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return job(head.getName()).getLastBuild();
    }

    private WorkflowJob job(String name) {
        return project.getItem(name);
    }

    private WorkflowRun rebuild(String name) throws Exception {
        return job(name).scheduleBuild2(0).get();
    }

    private void assertRefused(WorkflowRun run, String message) throws Exception {
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(message, run);
    }

    @Test
    void branchesAreOwnersOfTheirOwn() throws Exception {
        String script = ImageJobs.step("branches", "'nginx:1'");
        jenkins.assertBuildStatusSuccess(build(new SCMHead("main"), script));
        assertRefused(build(new SCMHead("feature"), script), "This application belongs to shop/main.");
    }

    @Test
    void branchesOfProjectShareItsApplications() throws Exception {
        JenkinsSetup.changeRule(rule -> rule.setOwner(OwnerScope.project));
        String script = ImageJobs.step("shared", "'nginx:1'");
        jenkins.assertBuildStatusSuccess(build(new SCMHead("main"), script));
        jenkins.assertBuildStatusSuccess(build(new SCMHead("feature"), script));
    }

    @Test
    void pullRequestsDeployOnlyIfRuleAllows() throws Exception {
        String script = ImageJobs.step("requested", "'nginx:1'");
        assertRefused(build(new PullRequestHead("PR-1", SCMHeadOrigin.DEFAULT), script), NOT_ALLOWED.formatted("PR-1"));
        assertRefused(
                build(new PullRequestHead("PR-2", new SCMHeadOrigin.Fork("fork")), script),
                NOT_ALLOWED.formatted("PR-2"));

        JenkinsSetup.changeRule(rule -> rule.setPullRequests(PullRequests.origin));
        jenkins.assertBuildStatusSuccess(rebuild("PR-1"));
        assertRefused(
                rebuild("PR-2"),
                "cluster: the job \"shop/PR-2\" builds a pull request of a fork, and access rule 1 of the cluster"
                        + " \"prod\" allows only pull requests from branches of the same repository to deploy");

        JenkinsSetup.changeRule(rule -> rule.setPullRequests(PullRequests.all));
        assertRefused(rebuild("PR-2"), "This application belongs to shop/PR-1.");
    }

    /** The trusted Jenkinsfile would deploy what the author of the pull request writes into the file. */
    @Test
    void refusesFilesOfPullRequestWithTrustedJenkinsfile() throws Exception {
        String script = "node { checkout scm; deployWorkload cluster: 'prod', file: 'Jenkinsfile' }";
        WorkflowRun run = build(new PullRequestHead("PR-3", new SCMHeadOrigin.Fork("fork")), script);
        assertRefused(run, NOT_ALLOWED.formatted("PR-3"));
        jenkins.assertLogNotContains("Jenkinsfile:1", run);
    }

    @Test
    void pullRequestNeitherAdoptsNorSharesApplicationsOfProject() throws Exception {
        JenkinsSetup.changeRule(rule -> {
            rule.setOwner(OwnerScope.project);
            rule.setPullRequests(PullRequests.all);
            rule.setOptions(List.of(AllowedOption.adopt));
        });
        String script = ImageJobs.step("adopted", "'nginx:1'");
        jenkins.assertBuildStatusSuccess(build(new SCMHead("main"), script));
        SCMHead head = new PullRequestHead("PR-4", SCMHeadOrigin.DEFAULT);
        assertRefused(build(head, script), "This application belongs to shop.");

        ScriptSource.script = script.replace("cluster: 'prod'", "cluster: 'prod', adopt: true");
        assertRefused(
                rebuild("PR-4"),
                "adopt: the job \"shop/PR-4\" builds a pull request, which cannot take over objects or applications of"
                        + " others; deploy without \"adopt\"");
    }

    private static final List<SCMHead> HEADS = new ArrayList<>();

    /** The head of a pull request. */
    public static final class PullRequestHead extends SCMHead implements ChangeRequestSCMHead {
        private static final long serialVersionUID = 1;

        private final SCMHeadOrigin origin;

        PullRequestHead(String name, SCMHeadOrigin origin) {
            super(name);
            this.origin = origin;
        }

        @Override
        public SCMHeadOrigin getOrigin() {
            return origin;
        }

        @Override
        public String getId() {
            return getName();
        }

        @Override
        public SCMHead getTarget() {
            return new SCMHead("main");
        }
    }

    /** The only revision of a head. */
    public static final class OnlyRevision extends SCMRevision {
        private static final long serialVersionUID = 1;

        OnlyRevision(SCMHead head) {
            super(head);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OnlyRevision revision && revision.getHead().equals(getHead());
        }

        @Override
        public int hashCode() {
            return getHead().hashCode();
        }
    }

    /** A repository whose heads have the same Jenkinsfile and nothing else. */
    public static final class ScriptSource extends SCMSource {

        private static String script = "";

        @Override
        protected void retrieve(
                SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
                throws IOException, InterruptedException {
            for (SCMHead head : HEADS) {
                observer.observe(head, new OnlyRevision(head));
            }
        }

        @Override
        protected SCMRevision retrieve(SCMHead head, TaskListener listener) {
            return new OnlyRevision(head);
        }

        @Override
        public SCM build(SCMHead head, SCMRevision revision) {
            return new SingleFileSCM("Jenkinsfile", script.getBytes(StandardCharsets.UTF_8));
        }

        @TestExtension
        public static final class DescriptorImpl extends SCMSourceDescriptor {
            @Override
            public String getDisplayName() {
                return "Script";
            }
        }
    }

    @Test
    void recognisesOriginOfPullRequest() throws Exception {
        build(new SCMHead("main"), "");
        build(new PullRequestHead("PR-5", SCMHeadOrigin.DEFAULT), "");
        build(new PullRequestHead("PR-6", new SCMHeadOrigin.Fork("fork")), "");

        assertThat(PullRequest.of(job("main"))).isEmpty();
        assertThat(PullRequest.of(job("PR-5"))).contains(PullRequest.ORIGIN);
        assertThat(PullRequest.of(job("PR-6"))).contains(PullRequest.FORK);
        assertThat(PullRequest.project(job("PR-6"))).isSameAs(project);
    }
}
