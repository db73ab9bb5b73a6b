package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Kubernetes manifests in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class ManifestsITest {

    private static final String FILES = """
            writeFile file: 'k8s/web.yaml', text: '''
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: manifests-settings, uid: "1"}
            data: {stage: "${STAGE}", home: "${HOME}"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: manifests-web}
            spec:
              selector: {matchLabels: {app: manifests-web}}
              template:
                metadata: {labels: {app: manifests-web}}
                spec: {containers: [{name: app, image: "shop/web:1"}]}
            '''
            """;

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void stepDeploysManifestsWithImagePatchAndVariable(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        WorkflowRun run = run(
                jenkins,
                "node { " + FILES + "def result = deployWorkload cluster: 'prod', manifests: 'k8s/**/*.yaml',"
                        + " name: 'manifests', variables: [STAGE: 'test'],"
                        + " images: [[name: 'shop/web', image: 'nginx:7']],"
                        + " patches: [[target: [kind: 'Deployment'], merge: [spec: [replicas: 2]]]]\n"
                        + "echo \"${result.workloads[0].name} ${result.workloads[0].outcome}\" }");

        jenkins.assertBuildStatusSuccess(run);
        jenkins.assertLogContains("manifests SUCCEEDED", run);
        jenkins.assertLogContains("k8s/web.yaml:2:1: ConfigMap manifests-settings: not deployed", run);
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("manifests-web")
                .get();
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment.getSpec().getTemplate().getSpec().getContainers())
                .extracting("image")
                .containsExactly("nginx:7");
        assertThat(plane.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName("manifests-settings")
                        .get()
                        .getData())
                .containsEntry("stage", "test")
                .containsEntry("home", "${HOME}");
    }

    @Test
    void refusesInvalidAndForbiddenManifestsWithTheirPlace(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        WorkflowRun invalid = run(
                jenkins,
                "node { " + FILES + "writeFile file: 'k8s/x.yaml', text: 'kind: ConfigMap'\n"
                        + "deployWorkload cluster: 'prod', manifests: 'k8s/**/*.yaml', name: 'manifests-bad' }");
        jenkins.assertBuildStatus(Result.FAILURE, invalid);
        jenkins.assertLogContains("k8s/x.yaml:1:1: apiVersion: is required", invalid);
        jenkins.assertLogNotContains("\tat ", invalid);

        WorkflowRun forbidden = run(
                jenkins,
                "node { " + FILES + "writeFile file: 'k8s/z.yaml', text: 'apiVersion: rbac.authorization.k8s.io/v1\\n"
                        + "kind: ClusterRole\\nmetadata: {name: manifests-all}\\n'\n"
                        + "deployWorkload cluster: 'prod', manifests: 'k8s/**/*.yaml', name: 'manifests-bad' }");
        jenkins.assertBuildStatus(Result.FAILURE, forbidden);
        jenkins.assertLogContains("k8s/z.yaml:1:1: ", forbidden);
        assertThat(plane.client()
                        .rbac()
                        .clusterRoles()
                        .withName("manifests-all")
                        .get())
                .isNull();

        WorkflowRun none = run(
                jenkins, "node { deployWorkload cluster: 'prod', manifests: 'nowhere/*.yaml', name: 'manifests-bad' }");
        jenkins.assertBuildStatus(Result.FAILURE, none);
        jenkins.assertLogContains("manifests: no file in the workspace matches \"nowhere/*.yaml\"", none);
    }

    @Test
    void formKeepsManifests(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setManifests("k8s/**/*.yaml");
        step.setName("shop");
        ImageOverride image = new ImageOverride(new ImageReference("nginx:7"));
        image.setName("shop/web");
        step.setImages(List.of(image));
        Patch patch = Binder.bind(
                new ObjectMapper().readTree("{\"target\": {\"kind\": \"Deployment\"}, \"file\": \"k8s/patch.yaml\"}"),
                Patch.class);
        step.setPatches(List.of(patch));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        job.save();
        String before = storedStep(job);

        jenkins.submit(jenkins.createWebClient().getPage(job, "configure").getFormByName("config"));

        assertThat(storedStep(job)).isEqualTo(before).contains("<manifests>k8s/**/*.yaml</manifests>");
    }

    /** Without the fields of the job itself, which Jenkins adds when its form is saved. */
    private static String storedStep(FreeStyleProject job) throws Exception {
        String xml = job.getConfigFile().asString();
        return xml.substring(xml.indexOf("<deploy>"), xml.indexOf("</deploy>"));
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
