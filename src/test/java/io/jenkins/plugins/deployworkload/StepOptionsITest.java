package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests each option of the step, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class StepOptionsITest {

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(plane, "**");
    }

    @Test
    void pruneDeletesObjectsNoLongerDescribed() throws Exception {
        succeeds("option-prune", "service: [ports: [[port: 80]]]", "");
        succeeds("option-prune", "", "");
        assertThat(serviceExists("option-prune")).isTrue();
        succeeds("option-prune", "", "prune: true");
        assertThat(serviceExists("option-prune")).isFalse();
    }

    @Test
    void replaceDeletesAndCreatesImmutableObjectsAgain() throws Exception {
        succeeds("option-replace", "service: [ports: [[port: 80]]]", "");
        String changed = "controller: [statefulSet: [:]], service: [ports: [[port: 80]]]";
        refuses("option-replace", changed, "", "replace");
        succeeds("option-replace", changed, "replace: true");
        assertThat(deployment("option-replace")).isNull();
    }

    @Test
    void adoptTakesOverForeignObjects() throws Exception {
        createForeignDeployment("option-adopt");
        refuses("option-adopt", "", "", "adopt");
        succeeds("option-adopt", "", "adopt: true, forceConflicts: true");
        assertThat(deployment("option-adopt").getSpec().getSelector().getMatchLabels())
                .containsEntry("app", "option-adopt");
    }

    @Test
    void forceConflictsTakesFieldsFromOtherManagers() throws Exception {
        succeeds("option-force", "", "");
        plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("option-force")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("other-manager")
                                .withForce(true)
                                .build(),
                        """
                        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "option-force"},
                         "spec": {"minReadySeconds": 1}}""");
        String changed = "controller: [deployment: [minReadySeconds: 2]]";
        refuses("option-force", changed, "", "other-manager");
        succeeds("option-force", changed, "forceConflicts: true");
        assertThat(deployment("option-force").getSpec().getMinReadySeconds()).isEqualTo(2);
    }

    @Test
    void withoutWaitEndsAfterApply() throws Exception {
        WorkflowRun run = succeeds(
                "option-wait",
                "controller: [deployment: [minReadySeconds: 600, progressDeadlineSeconds: 700]]",
                "wait: false");
        assertThat(deployment("option-wait")).isNotNull();
        assertThat(DeploymentsAction.images(run)).isEmpty();
    }

    @Test
    void patienceEndsDeployAtOnce() throws Exception {
        String missing = "initContainers: [[name: 'init', image: 'registry.example/missing:1']]";
        refuses(
                "option-patience",
                missing,
                "timeout: '10m', failFast: 'off', patience: [ImagePull: '0s']",
                "The image does not exist in the registry.");
    }

    @Test
    void patienceNamesUnknownReason() throws Exception {
        refuses("option-reason", "", "patience: [CrashLop: '5m']", "did you mean CrashLoop?");
    }

    @Test
    void dryRunChangesNothing() throws Exception {
        WorkflowRun run = succeeds("option-dry", "", "dryRun: true");
        jenkins.assertLogContains(": create", run);
        assertThat(deployment("option-dry")).isNull();
    }

    @Test
    void credentialOfJobReplacesCredentialOfCluster() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "own", "", Secret.fromString(plane.adminToken())));
        Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
        cluster.setCredentialsId("deleted-credential");
        ClusterConfiguration.get().setClusters(List.of(cluster));

        WorkflowRun refused = run("option-own", "", "");
        jenkins.assertBuildStatus(Result.FAILURE, refused);
        jenkins.assertLogContains("its credential is missing in Jenkins", refused);
        jenkins.assertLogNotContains("deleted-credential", refused);
        succeeds("option-own", "", "credentialsId: 'own'");
    }

    @Test
    void recordsRefusalBeforeApply() throws Exception {
        WorkflowRun run = run("option-refused", "serviceAccountName: 'nobody-such'", "");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        assertThat(DeploymentsAction.of(run)).singleElement().satisfies(workload -> {
            assertThat(workload.getName()).isEqualTo("option-refused");
            assertThat(workload.getOutcome()).isEqualTo(Outcome.REFUSED);
            assertThat(workload.getMessage()).contains("nobody-such");
        });
    }

    @Test
    void worksWithoutWorkspace() throws Exception {
        WorkflowRun run = succeeds("option-nowhere", "", "");
        jenkins.assertLogContains("option-nowhere: deploying to the namespace default of the cluster prod.", run);
        assertThat(DeploymentsAction.of(run))
                .extracting(DeployedWorkload::getName)
                .containsExactly("option-nowhere");
    }

    private WorkflowRun succeeds(String name, String more, String options) throws Exception {
        return jenkins.assertBuildStatusSuccess(run(name, more, options));
    }

    private void refuses(String name, String more, String options, String message) throws Exception {
        WorkflowRun run = run(name, more, options);
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains(message, run);
        jenkins.assertLogNotContains("\tat ", run);
    }

    private WorkflowRun run(String name, String more, String options) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        String controller = more.contains("controller:") ? "" : "controller: [single: [:]], ";
        job.setDefinition(new CpsFlowDefinition(
                "deployWorkload cluster: 'prod', " + (options.contains("timeout:") ? "" : "timeout: '60s', ")
                        + (options.isEmpty() ? "" : options + ", ")
                        + "workload: [name: '" + name + "', " + controller + (more.isEmpty() ? "" : more + ", ")
                        + "containers: [[name: 'app', image: 'nginx']]]",
                true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }

    private Deployment deployment(String name) {
        return plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private boolean serviceExists(String name) {
        return plane.client().services().inNamespace("default").withName(name).get() != null;
    }

    private void createForeignDeployment(String name) {
        Map<String, String> labels = Map.of("app", name);
        plane.client()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("busybox")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .serverSideApply();
    }
}
