package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestCluster.await;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.edit;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.job;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.statefulSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The last message of a rollout that did not become healthy: it names the cause, and what to do. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FailureMessageTest {

    private static final String READ_LOG =
            "Read the log. Check the settings that the program reads at startup, and the services that it connects to.";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
        assertThat(cluster.connections.size()).isZero();
    }

    private RolloutResult expire(Rollout rollout) {
        cluster.expireTimeouts();
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.TIMED_OUT);
        return result;
    }

    /** The message ends with the finding and its advice, which it contains once. */
    private static void isExplained(RolloutResult result, Finding finding) {
        assertThat(result.message()).endsWith(finding.sentence() + " " + finding.advice());
        assertThat(result.message().split(Pattern.quote(finding.summary()), -1)).hasSize(2);
    }

    @Test
    void timeoutNamesStandingCause() throws InterruptedException {
        Rollout rollout =
                cluster.start(TestCluster.UNTIL_EXPIRED, deployment(1, podTemplate("nginx:1", "failure", "image")));
        Finding finding = cluster.awaitFinding("ImagePull");
        RolloutResult result = expire(rollout);
        assertThat(result.message()).startsWith("Not healthy within 3600 seconds: Deployment web: ");
        assertThat(result.message()).contains("503 Service Unavailable");
        isExplained(result, finding);
    }

    @Test
    void timeoutNamesMostSevereCause() throws InterruptedException {
        Rollout rollout = cluster.start(
                TestCluster.UNTIL_EXPIRED,
                deployment(1, podTemplate("nginx:1", "failure", "readiness")),
                statefulSet(1, podTemplate("nginx:1", "failure", "mount")).build());
        cluster.awaitFinding("ReadinessProbe");
        isExplained(expire(rollout), cluster.awaitFinding("VolumeMount"));
    }

    @Test
    void timeoutDoesNotNameFailureThatHasHealed() throws InterruptedException {
        Rollout rollout = cluster.start(
                TestCluster.UNTIL_EXPIRED,
                deployment(1, podTemplate("nginx:1", "failure", "image-once")),
                statefulSet(1, podTemplate("nginx:1", "ready", "never")).build());
        cluster.awaitFinding("ImagePull");
        cluster.events.await(
                RolloutEvent.Progress.class, event -> event.message().endsWith("updated and available"));
        RolloutResult result = expire(rollout);
        assertThat(result.message()).doesNotContain("image");
        assertThat(result.findings()).isEmpty();
    }

    /** Within the deadline, the pod must be created, be scheduled and fail, also on a busy machine. */
    @Test
    void exceededProgressDeadlineNamesStandingCause() throws InterruptedException {
        Deployment broken = edit(
                deployment(1, podTemplate("nginx:1", "failure", "image")),
                object -> object.getSpec().setProgressDeadlineSeconds(10));
        RolloutResult result = cluster.run(broken);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .startsWith("Deployment web: no progress for 10 seconds (progressDeadlineSeconds):");
        isExplained(result, cluster.awaitFinding("ImagePull"));
    }

    /** A finding that ends the wait is the message itself, followed by its advice. */
    @Test
    void certainFailureIsNamedOnce() throws InterruptedException {
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message()).startsWith("Deployment web: Pod web-");
        isExplained(result, cluster.awaitFinding("InvalidImageName"));
    }

    private RolloutResult failing(Job job) {
        RolloutResult result = cluster.run(job);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(cluster.events.all(RolloutEvent.Found.class))
                .extracting(event -> event.finding().summary())
                .noneMatch(summary -> summary.contains("is restarted"));
        assertThat(result.message()).doesNotContain("is restarted", "next run");
        return result;
    }

    @Test
    void failedJobNamesExitCode() {
        RolloutResult result = failing(job(podTemplate("migrate:1", "fail", "true")));
        assertThat(result.message())
                .startsWith(
                        "Job web: failed (BackoffLimitExceeded): Job has reached the specified backoff limit. Pod web-")
                .endsWith("container app: The container failed and is not restarted. " + "Error, exit code 1. "
                        + READ_LOG);
    }

    /** The controller fails the Job at the first restart. */
    @Test
    void jobWithoutRetriesNamesExitCode() {
        RolloutResult result = failing(edit(
                job(podTemplate("migrate:1", "failure", "crash-once", "heals-after", "1h", "run-for", "1h")),
                object -> object.getSpec().getTemplate().getSpec().setRestartPolicy("OnFailure")));
        assertThat(result.message())
                .startsWith("Job web: failed (BackoffLimitExceeded): ")
                .contains("The container failed and is not restarted. Error, exit code 1, ");
    }

    @Test
    void jobFailedByPolicyNamesExitCodeOnce() {
        RolloutResult result = failing(edit(
                job(podTemplate("migrate:1", "fail", "true")),
                object -> object.getSpec()
                        .setPodFailurePolicy(new PodFailurePolicyBuilder()
                                .addNewRule()
                                .withAction("FailJob")
                                .withNewOnExitCodes()
                                .withOperator("In")
                                .withValues(1)
                                .endOnExitCodes()
                                .endRule()
                                .build())));
        assertThat(result.message()).startsWith("Job web: failed (PodFailurePolicy): Container app for pod ");
        assertThat(result.message().split("exit code 1", -1)).hasSize(2);
    }

    @Test
    void restartedContainerOfJobMaySucceed() throws InterruptedException {
        RolloutResult result = cluster.run(edit(job(podTemplate("migrate:1", "failure", "crash-once")), object -> {
            object.getSpec().getTemplate().getSpec().setRestartPolicy("OnFailure");
            object.getSpec().setBackoffLimit(6);
        }));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.awaitFinding("Crash").summary()).isEqualTo("The container crashed and is restarted.");
    }

    private static Deployment paused(int replicas, String image) {
        return edit(
                deployment(replicas, podTemplate(image)),
                object -> object.getSpec().setPaused(true));
    }

    /** Pauses as {@code kubectl rollout pause} does. */
    private void pause() {
        cluster.admin()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .withName("web")
                .rolling()
                .pause();
    }

    @Test
    void pausedDeploymentEndsWithAdviceToResume() throws InterruptedException {
        cluster.run(deployment(2, podTemplate("nginx:1")));
        pause();
        Rollout rollout = cluster.start(TestCluster.UNTIL_EXPIRED, deployment(2, podTemplate("nginx:2")));
        RolloutResult result = await(rollout);
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .startsWith("Deployment web: The Deployment is paused, so its pods are not updated.")
                .endsWith("Run \"kubectl rollout resume deployment/web\", and deploy again.");
        assertThat(cluster.awaitFinding("Paused").location().label()).isEqualTo("Deployment web");
    }

    @Test
    void definitionThatPausesIsNamed() {
        RolloutResult result = await(cluster.start(TestCluster.UNTIL_EXPIRED, paused(1, "nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.message())
                .startsWith("Deployment web: The Deployment is paused, so its pods are not updated.")
                .endsWith("Remove \"paused\" from the definition. With it, the Deployment cannot become healthy.");
    }

    @Test
    void pausedDeploymentWithoutUpdateIsHealthy() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        pause();
        for (int replicas : List.of(1, 3, 0, 2)) {
            RolloutResult result = cluster.run(deployment(replicas, podTemplate("nginx:1")));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void logSaysOnceThatRolloutWasAborted() throws InterruptedException {
        List<String> log = new ArrayList<>();
        BuildLog buildLog = new BuildLog(log::add);
        Rollout rollout = cluster.engine.start(
                cluster.connection,
                new RolloutRequest(
                        cluster.namespace,
                        "web",
                        List.of(deployment(1, podTemplate("nginx:1", "ready", "never"))),
                        TestCluster.DEFAULT_TIMEOUT,
                        RolloutOptions.defaults()),
                event -> {
                    buildLog.on(event);
                    cluster.events.on(event);
                });
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        rollout.stop("Enough");
        await(rollout);
        assertThat(log.getLast())
                .startsWith("Aborted after ")
                .contains(": Enough. The applied objects stay in the cluster: Deployment web: ");
    }
}
