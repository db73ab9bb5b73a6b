package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.cluster.access.AllowedOption;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.execution.removal.RemoveWorkloadExecution;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.job.RemoveOnDelete;
import io.jenkins.plugins.deployworkload.report.DeployRow;
import io.jenkins.plugins.deployworkload.report.JobDeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The step {@code removeWorkload} in a Pipeline, and the removal of an application with its job. */
@Tag("control-plane")
class RemoveWorkloadITest {

    private static final String DEPLOY = """
            node {
              writeFile file: 'k8s/a.yaml', text: '''
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %1$s-a%2$s}
            '''
              deployWorkload cluster: 'prod', manifests: 'k8s/*.yaml', name: '%1$s'
            }
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    private ConfigMap configMap(String name) {
        return plane.client().configMaps().inNamespace("default").withName(name).get();
    }

    private static String deployAndRemoveOnDelete(String name) {
        return DEPLOY.formatted(name, "")
                .replace("name: '" + name + "'\n", "name: '" + name + "', removeOnDelete: true\n");
    }

    private static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowRun run(JenkinsRule jenkins, WorkflowJob job) throws Exception {
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }

    @Test
    void stepRemovesWhatItsJobHasDeployed() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = job(
                    jenkins,
                    DEPLOY.formatted("removed", "")
                            + "def plan = removeWorkload cluster: 'prod', name: 'removed', dryRun: true\n"
                            + "echo \"plan ${plan.objects}\"\n"
                            + "def result = removeWorkload cluster: 'prod', name: 'removed'\n"
                            + "echo \"${result.outcome} ${result.objects}\"\n"
                            + "removeWorkload cluster: 'prod', name: 'removed'\n");

            WorkflowRun run = run(jenkins, job);

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("plan [ConfigMap removed-a]", run);
            jenkins.assertLogContains("ConfigMap removed-a: deleted", run);
            jenkins.assertLogContains("SUCCEEDED [ConfigMap removed-a]", run);
            jenkins.assertLogContains("Nothing to remove: there is no application removed", run);
            assertThat(configMap("removed-a")).isNull();
            assertThat(configMap("deploy-workload-removed")).isNull();
            JobDeploymentsAction page = job.getAction(JobDeploymentsAction.class);
            assertThat(page.getCurrent()).isEmpty();
            assertThat(page.getHistory())
                    .extracting(DeployRow::getNamespace, DeployRow::isRemoval, DeployRow::isDryRun)
                    .containsExactly(
                            tuple("default", true, false),
                            tuple("default", true, false),
                            tuple("default", true, true),
                            tuple("default", false, false));
            assertThat(page.getHistory().getFirst().getResult()).startsWith("Removal: Succeeded after ");
        });
    }

    @Test
    void stepDeletesOnlyTheListThatWasApproved() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = job(
                    jenkins,
                    DEPLOY.formatted("approved", "")
                            + "def plan = removeWorkload cluster: 'prod', name: 'approved', dryRun: true\n"
                            + DEPLOY.formatted("approved", "")
                                    .replace("k8s/a.yaml", "k8s/b.yaml")
                                    .replace("approved-a", "approved-b")
                            + "try {\n"
                            + "  removeWorkload cluster: 'prod', name: 'approved', expectedPlan: plan.planId\n"
                            + "  error 'removed'\n"
                            + "} catch (e) {\n"
                            + "  echo \"refused: ${e.message}\"\n"
                            + "}\n"
                            + "plan = removeWorkload cluster: 'prod', name: 'approved', dryRun: true\n"
                            + "echo \"plan ${plan.objects}\"\n"
                            + "removeWorkload cluster: 'prod', name: 'approved', expectedPlan: plan.planId\n");

            WorkflowRun run = run(jenkins, job);

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains(
                    "refused: The removal would delete objects that were not in the list that was shown:"
                            + " ConfigMap approved-b. Look at the list of a new dry run. Nothing was deleted.",
                    run);
            jenkins.assertLogContains("plan [ConfigMap approved-a, ConfigMap approved-b]", run);
            assertThat(configMap("approved-a")).isNull();
            assertThat(configMap("approved-b")).isNull();
        });
    }

    @Test
    void dryRunHasNoExpectedPlan() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = run(
                    jenkins,
                    job(jenkins, "removeWorkload cluster: 'prod', name: 'web', dryRun: true, expectedPlan: 'web:'"));

            jenkins.assertBuildStatus(Result.FAILURE, run);
            jenkins.assertLogContains("expectedPlan: cannot be combined with \"dryRun: true\"", run);
        });
    }

    @Test
    void jobForgetsWhatTheStepHasRemoved() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = job(jenkins, deployAndRemoveOnDelete("forgotten"));
            jenkins.assertBuildStatusSuccess(run(jenkins, job));
            assertThat(RemoveOnDelete.read(job)).hasSize(1);

            job.setDefinition(new CpsFlowDefinition("removeWorkload cluster: 'prod', name: 'forgotten'", true));
            jenkins.assertBuildStatusSuccess(run(jenkins, job));

            assertThat(RemoveOnDelete.read(job)).isEmpty();
        });
    }

    @Test
    void stepAdoptsAnotherJobsApplicationIfTheRuleAllowsIt() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            jenkins.assertBuildStatusSuccess(run(jenkins, job(jenkins, DEPLOY.formatted("adopted", ""))));
            WorkflowJob other = job(jenkins, "removeWorkload cluster: 'prod', name: 'adopted', adopt: true");

            JenkinsSetup.changeRule(rule -> rule.setOptions(List.of()));
            WorkflowRun refused = run(jenkins, other);
            boolean stays = configMap("adopted-a") != null;
            JenkinsSetup.changeRule(rule -> rule.setOptions(List.of(AllowedOption.adopt)));
            WorkflowRun removed = run(jenkins, other);

            jenkins.assertBuildStatus(Result.FAILURE, refused);
            assertThat(stays).isTrue();
            jenkins.assertBuildStatusSuccess(removed);
            jenkins.assertLogContains("Takes over the application from ", removed);
            assertThat(configMap("adopted-a")).isNull();
        });
    }

    @Test
    void stepThatWasAbortedBeforeItStartsDeletesNothing() throws Throwable {
        sessions.then(jenkins -> {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            RemoveWorkloadExecution execution = new RemoveWorkloadExecution(
                    new FailedContext(failure),
                    new ApplicationTarget("prod", null, null, "web", Set.of()),
                    false,
                    false,
                    null,
                    Duration.ofMinutes(1));
            Throwable cause = new InterruptedException("aborted");

            execution.stop(cause);
            execution.start();

            assertThat(failure.get(60, TimeUnit.SECONDS)).isSameAs(cause);
        });
    }

    /** A context that nothing may use before the failure. */
    private static final class FailedContext extends StepContext {
        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<Throwable> failure;

        FailedContext(CompletableFuture<Throwable> failure) {
            this.failure = failure;
        }

        @Override
        public void onFailure(Throwable cause) {
            failure.complete(cause);
        }

        @Override
        public void onSuccess(Object result) {
            failure.complete(new AssertionError("succeeded"));
        }

        @Override
        public <T> T get(Class<T> key) {
            failure.complete(new AssertionError("launched"));
            return null;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public ListenableFuture<Void> saveState() {
            return Futures.immediateFuture(null);
        }

        @Override
        public void setResult(Result result) {
            failure.complete(new AssertionError("result"));
        }

        @Override
        public BodyInvoker newBodyInvoker() {
            throw new IllegalStateException();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Test
    void stepRefusesAnotherJobsApplicationAndAnUnknownCluster() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob owner = job(jenkins, DEPLOY.formatted("owned", ""));
            jenkins.assertBuildStatusSuccess(run(jenkins, owner));

            WorkflowRun foreign = run(jenkins, job(jenkins, "removeWorkload cluster: 'prod', name: 'owned'"));
            WorkflowRun unknown = run(jenkins, job(jenkins, "removeWorkload cluster: 'other', name: 'owned'"));

            jenkins.assertBuildStatus(Result.FAILURE, foreign);
            jenkins.assertLogContains("This application belongs to " + owner.getFullName(), foreign);
            jenkins.assertBuildStatus(Result.FAILURE, unknown);
            jenkins.assertLogContains("cluster: ", unknown);
            jenkins.assertLogNotContains("\tat ", unknown);
            assertThat(configMap("owned-a")).isNotNull();
        });
    }

    @Test
    void removalContinuesAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "restarted");
            job.setDefinition(new CpsFlowDefinition(
                    DEPLOY.formatted("restarted", ", finalizers: [example.com/wait]")
                            + "def result = removeWorkload cluster: 'prod', name: 'restarted'\n"
                            + "echo \"after the restart: ${result.outcome}\"",
                    true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("ConfigMap restarted-a: deleted", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("restarted", WorkflowJob.class)
                    .getLastBuild();
            plane.client()
                    .configMaps()
                    .inNamespace("default")
                    .withName("restarted-a")
                    .edit(found -> new ConfigMapBuilder(found)
                            .editMetadata()
                            .withFinalizers(List.of())
                            .endMetadata()
                            .build());

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("after the restart: SUCCEEDED", run);
            assertThat(configMap("deploy-workload-restarted")).isNull();
        });
    }

    @Test
    void applicationGoesWithItsJobButNotWithACopy() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = job(jenkins, deployAndRemoveOnDelete("gone"));
            jenkins.assertBuildStatusSuccess(run(jenkins, job));
            WorkflowJob copy = jenkins.jenkins.copy(job, "copy");

            copy.delete();
            assertThat(configMap("gone-a")).isNotNull();
            job.delete();

            plane.client()
                    .configMaps()
                    .inNamespace("default")
                    .withName("deploy-workload-gone")
                    .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
            assertThat(configMap("gone-a")).isNull();
        });
    }

    @Test
    void applicationStaysIfTheRulesNoLongerAllowItAndTheLogSaysSo() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowJob job = job(jenkins, deployAndRemoveOnDelete("stays"));
            jenkins.assertBuildStatusSuccess(run(jenkins, job));
            JenkinsSetup.configure(plane, "other/**");
            try (LogRecorder log = new LogRecorder()) {
                job.delete();
                log.await("The application stays in the namespace default of the cluster prod, whose job "
                        + job.getName() + " was deleted, was not removed: cluster: ");
            }
            assertThat(configMap("stays-a")).isNotNull();
        });
    }

    /** Receives the messages of the system log. */
    private static final class LogRecorder extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.jenkins.plugins.deployworkload.execution.removal");
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        LogRecorder() {
            logger.addHandler(this);
        }

        void await(String start) throws InterruptedException {
            String message = messages.poll(60, TimeUnit.SECONDS);
            assertThat(message).startsWith(start);
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {
            // Each message is in the queue at once.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    @Test
    void snippetGeneratorWritesTheStep() throws Throwable {
        sessions.then(jenkins -> {
            RemoveWorkloadStep step = new RemoveWorkloadStep("prod", "web");
            step.setNamespace("shop");
            step.setPruneKinds(List.of(PruneKind.PersistentVolumeClaim));
            step.setTimeout("5m");
            step.setExpectedPlan("web:AAAABBBB");
            step.setAdopt(true);
            assertThat(Snippetizer.object2Groovy(step))
                    .isEqualTo(
                            "removeWorkload cluster: 'prod', name: 'web', namespace: 'shop',"
                                    + " pruneKinds: ['PersistentVolumeClaim'], timeout: '5m', expectedPlan: 'web:AAAABBBB', adopt: true");
        });
    }
}
