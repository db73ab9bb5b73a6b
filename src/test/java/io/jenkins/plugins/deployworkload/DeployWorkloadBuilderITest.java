package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.execution.BuildResult;
import io.jenkins.plugins.deployworkload.execution.FailurePolicy;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.RecordingProxy;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the build step of freestyle jobs, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class DeployWorkloadBuilderITest {

    private static final String EVERYTHING = """
            name: form
            group: front
            description: 주문 화면
            labels: {tier: web}
            annotations: {example.com/note: a b}
            controller:
              deployment: {replicas: 2, minReadySeconds: 1, revisionHistoryLimit: 3, progressDeadlineSeconds: 60}
            terminationGracePeriodSeconds: 7
            containers:
              - name: app
                image: nginx:$TAG
                imagePullPolicy: IfNotPresent
                command: [sh, -c]
                args: [run, "two words"]
                env: [{name: A, value: "1"}, {name: B}]
                resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: "1", memory: 1Gi, example.com/device: "1"}}
              - name: side
                image: busybox
            service:
              sessionAffinity: {timeoutSeconds: 60}
              ports: [{name: http, port: 80, protocol: TCP, targetPort: "8080"}, {name: dns, port: 53, protocol: UDP}]
            """;

    @Test
    void formRoundTripKeepsEveryValue(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep before = step(EVERYTHING);
        before.setNamespace("default");
        before.setTimeout("90s");
        before.setOnFailure(FailurePolicy.rollback);
        before.setBuildResult(BuildResult.unstable);
        before.setPrune(true);
        before.setReplace(false);
        before.setAdopt(true);
        before.setForceConflicts(true);
        before.setDryRun(false);
        job.getBuildersList().add(new DeployWorkloadBuilder(before));

        jenkins.configRoundtrip(job);

        DeployWorkloadStep after =
                job.getBuildersList().get(DeployWorkloadBuilder.class).getDeploy();
        assertThat(after).isNotSameAs(before);
        assertThat(TreeWriter.toTree(after)).isEqualTo(TreeWriter.toTree(before));
    }

    @Test
    void blankFieldsStayUnset(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList()
                .add(new DeployWorkloadBuilder(
                        step("name: web\ncontroller: {single: }\ncontainers: [{name: a, image: nginx}]")));

        jenkins.configRoundtrip(job);

        Workload workload = job.getBuildersList()
                .get(DeployWorkloadBuilder.class)
                .getDeploy()
                .getWorkload();
        assertThat(TreeWriter.toTree(workload).toString()).isEqualTo("""
                        {"name":"web","controller":{"single":{}},"containers":[{"name":"a","image":"nginx"}]}\
                        """);
    }

    @Test
    void expandsBuildParameters(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TAG", "1.27")));
        job.getBuildersList()
                .add(new DeployWorkloadBuilder(
                        step("name: built\ncontroller: {single: }\ncontainers: [{name: a, image: 'nginx:$TAG'}]")));

        jenkins.buildAndAssertSuccess(job);

        assertThat(SharedControlPlane.get()
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("built")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("nginx:1.27");
    }

    /** The help text of environment variables documents this behaviour. */
    @Test
    void expandsVariablesAndUnescapesDoubledDollars(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject("expands");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TAG", "1.27")));
        job.getBuildersList()
                .add(new DeployWorkloadBuilder(
                        step("name: expanded\ncontroller: {single: }\ncontainers: [{name: a, image: nginx, env:"
                                + " [{name: A, value: '$TAG ${JOB_NAME} $UNKNOWN Pa$$w0rd $(B) $$$$(B)'}]}]")));

        jenkins.buildAndAssertSuccess(job);

        assertThat(SharedControlPlane.get()
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("expanded")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv()
                        .get(0)
                        .getValue())
                .isEqualTo("1.27 expands $UNKNOWN Pa$w0rd $(B) $$(B)");
    }

    @Test
    void failedRolloutFailsBuild(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step =
                step("name: stuck\ncontroller: {single: }\ncontainers: [{name: a, image: registry.example/missing:1}]");
        step.setTimeout("30s");
        job.getBuildersList().add(new DeployWorkloadBuilder(step));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Deployment stuck:", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void buildResultOptionMakesBuildUnstable(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = step(
                "name: unstable\ncontroller: {single: }\ncontainers: [{name: a, image: registry.example/missing:1}]");
        step.setTimeout("30s");
        step.setBuildResult(BuildResult.unstable);
        job.getBuildersList().add(new DeployWorkloadBuilder(step));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.UNSTABLE, job);

        jenkins.assertLogContains("Deployment unstable:", build);
    }

    @Test
    void abortEndsWaitAndKeepsAppliedObjects(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(SharedControlPlane.get(), "**");
        FreeStyleBuild build = start(jenkins, NEVER_AVAILABLE.formatted("aborted-build"));
        jenkins.waitForMessage("waiting until they are healthy", build);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Aborted after", build);
        assertThat(DeploymentsAction.of(build))
                .extracting(DeployedWorkload::getOutcome)
                .containsExactly(Outcome.ABORTED);
        assertThat(liveDeployment("aborted-build")).isNotNull();
    }

    @Test
    void abortEndsBuildThoughApiServerDoesNotAnswerWrite(JenkinsRule jenkins) throws Exception {
        try (RecordingProxy proxy = proxied()) {
            proxy.hold(RecordingProxy.Request::isApply);
            FreeStyleBuild build = start(jenkins, NEVER_AVAILABLE.formatted("unanswered"));
            proxy.awaitHeld();

            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(DeploymentsAction.of(build))
                    .extracting(DeployedWorkload::getOutcome)
                    .containsExactly(Outcome.ABORTED);
        }
    }

    /** The first abort waits for the response to the write. The second abort does not. */
    @Test
    void secondAbortEndsBuildAtOnce(JenkinsRule jenkins) throws Exception {
        try (RecordingProxy proxy = proxied()) {
            proxy.hold(RecordingProxy.Request::isApply);
            FreeStyleBuild build = start(jenkins, NEVER_AVAILABLE.formatted("twice"));
            proxy.awaitHeld();

            build.getExecutor().interrupt();
            jenkins.waitForMessage("Abort the build again to end it at once", build);
            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogNotContains("Aborted after", build);
        }
    }

    /** A workload that never becomes available during a test. */
    private static final String NEVER_AVAILABLE = """
            name: %s
            controller: {deployment: {minReadySeconds: 600, progressDeadlineSeconds: 700}}
            containers: [{name: app, image: nginx}]
            """;

    private static FreeStyleBuild start(JenkinsRule jenkins, String yaml) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step(yaml)));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Configures the cluster with a proxy in front of its API server. */
    private static RecordingProxy proxied() throws Exception {
        ControlPlane plane = SharedControlPlane.get();
        RecordingProxy proxy = new RecordingProxy(plane.server(), plane.caCertificate());
        JenkinsSetup.configureProxy(proxy.address(), plane.adminToken());
        return proxy;
    }

    private static Deployment liveDeployment(String name) {
        return SharedControlPlane.get()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private static DeployWorkloadStep step(String yaml) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(yaml, "test.yaml", Workload.class).get(0));
        return step;
    }
}
