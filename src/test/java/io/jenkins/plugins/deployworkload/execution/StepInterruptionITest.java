package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Tests aborts and restarts of Jenkins while a step creates its plan, and while it waits for its rollouts. */
@Tag("control-plane")
class StepInterruptionITest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void abortDuringPreparationAppliesNothing() throws Throwable {
        // This server accepts connections, but never responds.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            sessions.then(jenkins -> {
                JenkinsSetup.configure(plane, "**");
                Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
                cluster.setServer("https://127.0.0.1:" + silent.getLocalPort());
                ClusterConfiguration.get().setClusters(List.of(cluster));
                WorkflowRun run = start(jenkins, """
                        deployWorkload cluster: 'prod', workload: [name: 'unprepared', controller: [single: [:]],
                            serviceAccountName: 'robot', containers: [[name: 'app', image: 'nginx']]]
                        """);
                try (Socket connection = silent.accept()) {
                    run.getExecutor().interrupt();
                    jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
                }
                jenkins.assertLogNotContains("Internal error", run);
                jenkins.assertLogNotContains("deploying to", run);
            });
        }
    }

    @Test
    void abortAfterRestartEndsWait() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            jenkins.waitForMessage("waiting until they are healthy", start(jenkins, """
                    deployWorkload cluster: 'prod', workload: [name: 'abort-later', containers: [[name: 'app', image: 'nginx']],
                        controller: [deployment: [minReadySeconds: 600, progressDeadlineSeconds: 700]]]
                    """));
        });
        sessions.then(jenkins -> {
            WorkflowRun run = lastBuild(jenkins);
            jenkins.waitForMessage("abort-later: resuming after the restart", run);
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(DeploymentsAction.of(run))
                    .singleElement()
                    .satisfies(workload -> assertThat(workload.getOutcome()).isEqualTo(Outcome.ABORTED));
        });
    }

    @Test
    void restartDoesNotRunJobTwiceWhenAnotherWorkloadWasRefused() throws Throwable {
        AtomicReference<String> uid = new AtomicReference<>();
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun first = start(jenkins, """
                    deployWorkload cluster: 'prod', workload: [name: 'kind', controller: [deployment: [:]],
                        containers: [[name: 'app', image: 'nginx']]]
                    """);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
            // This deploy is refused, because the controller of the workload "kind" has another kind than before. The
            // other workload, a Job, continues to run.
            WorkflowRun run = start(jenkins, """
                    node {
                      writeFile file: 'deploy/kind.yaml', text: 'name: kind\\ncontroller: {statefulSet: {}}\\ncontainers: [{name: a, image: nginx}]'
                      writeFile file: 'deploy/migrate.yaml', text: 'name: migrate\\ncontroller: {job: {}}\\nnodeSelector: {no: such}\\ncontainers: [{name: a, image: nginx}]'
                      deployWorkload cluster: 'prod', file: 'deploy/*.yaml'
                    }
                    """);
            jenkins.waitForMessage("[kind] Refused", run);
            jenkins.waitForMessage("[migrate] all objects are applied", run);
            uid.set(jobUid());
        });
        sessions.then(jenkins -> {
            WorkflowRun run = lastBuild(jenkins);
            jenkins.waitForMessage("migrate: resuming after the restart", run);
            assertThat(jobUid()).isEqualTo(uid.get());
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(DeploymentsAction.of(run))
                    .extracting(DeployedWorkload::getName, DeployedWorkload::getOutcome)
                    .containsExactly(tuple("kind", Outcome.REFUSED), tuple("migrate", Outcome.ABORTED));
            assertThat(jobUid()).isEqualTo(uid.get());
        });
    }

    /**
     * A rollback that began during the shutdown would not be in the saved state. After the restart, the step would take
     * the rollback for another deploy.
     */
    @Test
    void shutdownStartsNoRollback() throws Throwable {
        String script = """
                deployWorkload cluster: 'prod', onFailure: 'rollback', workload: [name: 'shutdown',
                    controller: [deployment: [progressDeadlineSeconds: %d]], containers: [[name: 'app', image: '%s']]]
                """;
        AtomicReference<CountDownLatch> released = new AtomicReference<>();
        try (RecordingProxy proxy = new RecordingProxy(plane.server(), plane.caCertificate())) {
            sessions.then(jenkins -> {
                JenkinsSetup.configureProxy(proxy.address(), plane.adminToken());
                jenkins.assertBuildStatusSuccess(
                        jenkins.waitForCompletion(start(jenkins, script.formatted(600, "nginx:1"))));
                // After a failure, a deploy reads whether it is still the active one, and then rolls back.
                AtomicBoolean applied = new AtomicBoolean();
                released.set(proxy.hold(request -> {
                    applied.compareAndSet(
                            false, request.isApply() && request.path().endsWith("/deployments/shutdown"));
                    return applied.get() && request.path().endsWith("/configmaps/deploy-workload-shutdown");
                }));
                start(jenkins, script.formatted(2, "registry.example/missing:1"));
                proxy.awaitHeld();
            });
            released.get().countDown();
            sessions.then(jenkins -> {
                WorkflowRun run = lastBuild(jenkins);
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
                jenkins.assertLogContains("shutdown: resuming after the restart", run);
                assertThat(DeploymentsAction.of(run))
                        .extracting(DeployedWorkload::getOutcome, DeployedWorkload::getRecovery)
                        .containsExactly(tuple(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK));
            });
        }
        assertThat(plane.client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("shutdown")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("nginx:1");
    }

    /** The job loses its access during the restart. One workload waits, the other one is not applied yet. */
    @Test
    void restartWithoutAccessEndsOnlyTheUnfinishedWorkload() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        AtomicReference<CountDownLatch> released = new AtomicReference<>();
        try (RecordingProxy proxy = new RecordingProxy(plane.server(), plane.caCertificate())) {
            sessions.then(jenkins -> {
                JenkinsSetup.configureProxy(proxy.address(), plane.adminToken());
                released.set(proxy.hold(
                        request -> request.isApply() && request.path().endsWith("/services/unfinished")));
                WorkflowRun run = start(jenkins, """
                        node {
                          writeFile file: 'deploy/waits.yaml', text: 'name: waits\\ncontroller: {deployment: {}}\\nnodeSelector: {%s}\\ncontainers: [{name: a, image: nginx}]'
                          writeFile file: 'deploy/unfinished.yaml', text: 'name: unfinished\\ncontroller: {deployment: {}}\\ncontainers: [{name: a, image: nginx}]\\nservice: {ports: [{port: 80}]}'
                          deployWorkload cluster: 'prod', file: 'deploy/*.yaml'
                        }
                        """.formatted(gate.yamlLabel()));
                jenkins.waitForMessage("[waits] all objects are applied", run);
                jenkins.waitForMessage("Deployment default/unfinished created", run);
                proxy.awaitHeld();
                Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
                cluster.setAccessRules(List.of(new AccessRule(List.of("other"))));
                ClusterConfiguration.get().setClusters(List.of(cluster));
            });
            released.get().countDown();
            sessions.then(jenkins -> {
                WorkflowRun run = lastBuild(jenkins);
                jenkins.waitForMessage("waits: resuming after the restart", run);
                jenkins.waitForMessage("[unfinished] Refused", run);
                gate.open();
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
                assertThat(DeploymentsAction.of(run))
                        .extracting(DeployedWorkload::getName, DeployedWorkload::getOutcome)
                        .containsExactlyInAnyOrder(
                                tuple("waits", Outcome.SUCCEEDED), tuple("unfinished", Outcome.REFUSED));
                jenkins.assertLogContains("The workload is healthy, but nothing more is written", run);
            });
        }
    }

    private static WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("job", WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "job");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun lastBuild(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
    }

    private String jobUid() {
        return plane.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .withName("migrate")
                .get()
                .getMetadata()
                .getUid();
    }
}
