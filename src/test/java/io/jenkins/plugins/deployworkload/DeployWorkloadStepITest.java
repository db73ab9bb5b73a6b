package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Tests the step in a sandboxed Pipeline, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
class DeployWorkloadStepITest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void deploysAndReturnsPlainMaps() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = run(jenkins, """
                    def r = deployWorkload cluster: 'prod', workload: [name: 'step', controller: deployment(replicas: 2),
                        containers: [[name: 'app', image: "nginx:${1 + 1}", env: [[name: 'N', value: 3]]]],
                        service: [ports: [[port: 80]]]]
                    echo "outcome=${r.outcome} objects=${r.workloads[0].objects*.kind.sort()}"
                    """);

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("outcome=SUCCEEDED objects=[Deployment, Service]", run);
        });
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("step")
                .get();
        assertThat(deployment.getStatus().getAvailableReplicas()).isEqualTo(2);
        assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().get(0))
                .satisfies(container -> {
                    assertThat(container.getImage()).isEqualTo("nginx:2");
                    assertThat(container.getEnv().get(0).getValue()).isEqualTo("3");
                });
    }

    @Test
    void refusesWithPropertyPathsAndWithoutStackTrace() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "allowed/**");
            WorkflowRun invalid = run(jenkins, "deployWorkload cluster: 'prod', workload: [name: 'Web', replicas: 2]");
            jenkins.assertBuildStatus(Result.FAILURE, invalid);
            jenkins.assertLogContains("workload.replicas: unknown field \"replicas\"", invalid);
            jenkins.assertLogContains("workload.name: invalid value \"Web\"", invalid);
            jenkins.assertLogNotContains("\tat ", invalid);

            WorkflowRun forbidden = run(jenkins, "deployWorkload cluster: 'prod', file: 'web.yaml'");
            jenkins.assertBuildStatus(Result.FAILURE, forbidden);
            jenkins.assertLogContains("may not use it", forbidden);
            jenkins.assertLogNotContains("\tat ", forbidden);
        });
    }

    @Test
    void readsFilesOfTheWorkspace() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = run(jenkins, """
                    node {
                      writeFile file: 'deploy/one.yaml', text: 'name: file-one\\ncontroller: {single: }\\ncontainers: [{name: a, image: nginx}]'
                      writeFile file: 'deploy/two.yaml', text: 'name: file-two\\ncontroller: {single: }\\ncontainers: [{name: a, image: nginx}]'
                      deployWorkload cluster: 'prod', file: 'deploy/*.yaml'
                    }
                    """);

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("Deployment default/file-one created", run);
            jenkins.assertLogContains("Deployment default/file-two created", run);
        });
    }

    @Test
    void refusesLinksOutOfWorkspaceAndOtherEncodings() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            FilePath workspace = jenkins.jenkins.getWorkspaceFor(jenkins.createFreeStyleProject("linked"));
            workspace.child("deploy").mkdirs();
            workspace.sibling("secret.yaml").write("s3cr3t: word", "UTF-8");
            workspace.child("deploy/link.yaml").symlinkTo("../../secret.yaml", TaskListener.NULL);
            workspace.child("deploy/korean.yaml").write("name: a\ndescription: 주문 화면", "x-windows-949");
            WorkflowRun run = run(jenkins, """
                    node { ws('%s') { deployWorkload cluster: 'prod', file: 'deploy/*.yaml' } }
                    """.formatted(workspace.getRemote()));

            jenkins.assertBuildStatus(Result.FAILURE, run);
            jenkins.assertLogContains("deploy/link.yaml: links to a file outside the workspace and was not read", run);
            jenkins.assertLogContains("deploy/korean.yaml:2: not valid UTF-8", run);
            jenkins.assertLogNotContains("s3cr3t", run);
            jenkins.assertLogNotContains("\tat ", run);
        });
    }

    @Test
    void buildResultOptionMakesBuildUnstableAndScriptContinues() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = run(jenkins, """
                    def r = deployWorkload cluster: 'prod', timeout: '5s', buildResult: 'unstable', workload: [name: 'shaky',
                        controller: [single: [:]], containers: [[name: 'app', image: 'registry.example/missing:1']]]
                    echo "continued: ${r.outcome}"
                    """);

            jenkins.assertBuildStatus(Result.UNSTABLE, run);
            jenkins.assertLogContains("continued: FAILED", run);
        });
    }

    @Test
    void resumesAfterRestartDuringWait() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = job(jenkins, """
                            def r = deployWorkload cluster: 'prod', workload: [name: 'restart', containers: [[name: 'app', image: 'nginx']],
                                controller: [single: [:]], nodeSelector: %s]
                            echo "continued: ${r.outcome}"
                            """.formatted(gate.selector()))
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("waiting until they are healthy", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            gate.open();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("continued: SUCCEEDED", run);
        });
    }

    @Test
    void resumesAfterRestartDuringRollback() throws Throwable {
        PodGate gate = new PodGate(plane.client());
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            gate.open();
            jenkins.assertBuildStatusSuccess(
                    run(jenkins, RECREATE_STRATEGY.formatted(600, gate.selector(), "nginx:1")));
            gate.close();
            WorkflowRun run = job(jenkins, RECREATE_STRATEGY.formatted(2, "[:]", "registry.example/missing:1"))
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("Rolling back to the revision of", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            gate.open();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("Resuming build", run);
            jenkins.assertLogNotContains("\tat ", run);
        });
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("replaced")
                .get();
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("nginx:1");
        assertThat(deployment.getStatus().getAvailableReplicas()).isEqualTo(1);
    }

    /**
     * A deploy with the strategy Recreate, which deletes the old pod first. Therefore a rollback creates a new pod,
     * which stays pending while the {@link PodGate} is closed.
     */
    private static final String RECREATE_STRATEGY = """
            deployWorkload cluster: 'prod', onFailure: 'rollback', workload: [name: 'replaced',
                controller: [deployment: [progressDeadlineSeconds: %d, strategy: [recreate: [:]]]],
                nodeSelector: %s, containers: [[name: 'app', image: '%s']]]
            """;

    @Test
    void worksInDeclarativePipelineWithoutNode() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = run(jenkins, """
                    pipeline {
                      agent none
                      environment { TAG = '1.27' }
                      stages {
                        stage('Deploy') {
                          steps {
                            deployWorkload(cluster: 'prod', timeout: '60s', prune: true, workload: [name: 'declared',
                                controller: [deployment: [replicas: 2]],
                                containers: [[name: 'app', image: "nginx:${TAG}"]]])
                          }
                        }
                      }
                    }
                    """);

            jenkins.assertBuildStatusSuccess(run);
            jenkins.assertLogContains("Deployment default/declared created", run);
        });
    }

    @Test
    void abortEndsWaitAndKeepsAppliedObjects() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsSetup.configure(plane, "**");
            WorkflowRun run = job(jenkins, """
                            deployWorkload cluster: 'prod', workload: [name: 'abort', containers: [[name: 'app', image: 'nginx']],
                                controller: [deployment: [minReadySeconds: 600, progressDeadlineSeconds: 700]]]
                            """).scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("waiting until they are healthy", run);
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("Aborted after", run);
        });
        assertThat(plane.client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("abort")
                        .get())
                .isNotNull();
    }

    @Test
    void snippetGeneratorWritesMaps() throws Throwable {
        sessions.then(jenkins -> {
            DeployWorkloadStep step = (DeployWorkloadStep) jenkins.jenkins
                    .getDescriptorByType(DeployWorkloadStep.DescriptorImpl.class)
                    .newInstance(Map.of(
                            "cluster",
                            "prod",
                            "workload",
                            Map.of(
                                    "name",
                                    "web",
                                    "controller",
                                    Map.of("deployment", Map.of("replicas", 3)),
                                    "containers",
                                    List.of(Map.of("name", "app", "image", "nginx")))));
            assertThat(Snippetizer.object2Groovy(step))
                    .isEqualTo(
                            "deployWorkload cluster: 'prod', workload: [name: 'web', controller: [deployment: [replicas: 3]],"
                                    + " containers: [[name: 'app', image: 'nginx']]]");
        });
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        return jenkins.waitForCompletion(job(jenkins, script).scheduleBuild2(0).waitForStart());
    }

    private static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("job", WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, "job");
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
