package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Action;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.PasswordParameterValue;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Patch files, variables and raw objects in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class PatchesITest {

    private static final String FILES = """
            writeFile file: 'deploy/web.yaml', text: '''
            name: patched
            controller: {deployment: {}}
            containers: [{name: app, image: "nginx:${TAG}"}]
            patches:
              - {target: {kind: Deployment}, file: "deploy/${STAGE}.yaml"}
            objectFiles: [deploy/objects/*.yaml]
            '''
            writeFile file: 'deploy/prod.yaml', text: 'spec: {template: {spec: {enableServiceLinks: false}}}'
            writeFile file: 'deploy/bad.yaml', text: 'spec:\\n  template:\\n    spec:\\n      containers:\\n        - image: x\\n'
            writeFile file: 'deploy/objects/settings.yaml', text: '''
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: patched-settings}
            data: {stage: "${STAGE}", user: "$${USER}"}
            '''
            """;

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void filesTakeVariablesOfStepAndNamedBuildParameters(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        WorkflowRun run = run(
                jenkins,
                "node { " + FILES
                        + "deployWorkload cluster: 'prod', file: 'deploy/web.yaml', variables: [STAGE: 'prod'],"
                        + " buildParameters: ['TAG'] }",
                new ParametersAction(new StringParameterValue("TAG", "7")));

        jenkins.assertBuildStatusSuccess(run);
        Deployment deployment = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("patched")
                .get();
        assertThat(deployment.getSpec().getTemplate().getSpec().getEnableServiceLinks())
                .isFalse();
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("nginx:7");
        assertThat(plane.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName("patched-settings")
                        .get()
                        .getData())
                .isEqualTo(Map.of("stage", "prod", "user", "${USER}"));
    }

    @Test
    void refusesUnknownVariablesSecretParametersAndInvalidPatchesWithTheirPlaces(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        WorkflowRun undefined =
                run(jenkins, "node { " + FILES + "deployWorkload cluster: 'prod', file: 'deploy/web.yaml' }");
        jenkins.assertBuildStatus(Result.FAILURE, undefined);
        jenkins.assertLogContains("deploy/web.yaml:4:", undefined);
        jenkins.assertLogContains("undefined variable \"TAG\"", undefined);

        WorkflowRun secret = run(
                jenkins,
                "node { " + FILES
                        + "deployWorkload cluster: 'prod', file: 'deploy/web.yaml', variables: [STAGE: 'prod'],"
                        + " buildParameters: ['TAG'] }",
                new ParametersAction(new PasswordParameterValue("TAG", "s3cr3t-value")));
        jenkins.assertBuildStatus(Result.FAILURE, secret);
        jenkins.assertLogContains("buildParameters: the parameter \"TAG\" is a password", secret);
        jenkins.assertLogNotContains("s3cr3t-value", secret);

        WorkflowRun invalid = run(
                jenkins,
                "node { " + FILES
                        + "deployWorkload cluster: 'prod', file: 'deploy/web.yaml',"
                        + " variables: [STAGE: 'bad', TAG: '1'] }");
        jenkins.assertBuildStatus(Result.FAILURE, invalid);
        jenkins.assertLogContains(
                "patched: deploy/bad.yaml:5:11: spec.template.spec.containers[0]: an element of this list needs the"
                        + " field \"name\"",
                invalid);
        jenkins.assertLogNotContains("\tat ", invalid);

        WorkflowRun notAllowed = run(
                jenkins,
                "node { " + FILES
                        + "deployWorkload cluster: 'prod', file: 'deploy/web.yaml', allowedNames: ['patched'],"
                        + " variables: [STAGE: 'prod', TAG: '1'] }");
        jenkins.assertBuildStatus(Result.FAILURE, notAllowed);
        jenkins.assertLogContains("the file defines an object with the name", notAllowed);
    }

    /** The patches, objects and variables survive the form, and saving without changes keeps the configuration. */
    @Test
    void formKeepsPatchesAndObjects(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setVariables(Map.of("TAG", "$BUILD_NUMBER"));
        step.setBuildParameters(List.of("STAGE"));
        step.setWorkload(YamlReader.read("""
                name: web
                controller: {deployment: {}}
                containers: [{name: app, image: nginx}]
                patches:
                  - target: {kind: Deployment}
                    merge: |
                      # a comment
                      spec: {paused: true}
                  - target: {kind: ConfigMap, name: a}
                    json6902: [{op: add, path: /data, value: {a: "1"}}]
                  - target: {kind: Deployment}
                    file: deploy/p.yaml
                objects:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                objectFiles: [deploy/objects/*.yaml]
                """, "web.yaml", Workload.class).get(0));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        job.save();
        String before = storedStep(job);

        jenkins.submit(jenkins.createWebClient().getPage(job, "configure").getFormByName("config"));

        assertThat(storedStep(job)).isEqualTo(before);
        assertThat(before).contains("# a comment");
    }

    /** Without the fields of the job itself, which Jenkins adds when its form is saved. */
    private static String storedStep(FreeStyleProject job) throws Exception {
        String xml = job.getConfigFile().asString();
        return xml.substring(xml.indexOf("<deploy>"), xml.indexOf("</deploy>"));
    }

    private static WorkflowRun run(JenkinsRule jenkins, String script, Action... actions) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0, actions).waitForStart();
        return jenkins.waitForCompletion(run);
    }
}
