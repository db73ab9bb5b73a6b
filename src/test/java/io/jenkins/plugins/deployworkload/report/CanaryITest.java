package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.CapturedChecks;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Puts a recognizable text, a canary, into each place with a secret, and searches it in all that Jenkins shows and
 * stores. An event of the cluster repeats the canaries of the workload.
 */
@Tag("control-plane")
@WithJenkins
class CanaryITest {

    @TestExtension
    public static class Factory extends CapturedChecks {}

    private static final String NAME = "canary";

    private static final String WORKLOAD = """
            name: canary
            controller: {single: }
            nodeSelector: {deploy-workload.test/gate: never}
            containers:
              - name: app
                image: nginx:1
                env:
                  - {name: SETTINGS, value: 'canary-env"<%1$s>'}
                  - {name: DB_PASSWORD, value: fx7z}
                  - {name: FROM_SECRET, valueFrom: {secretKeyRef: {name: canary, key: password}}}
                readinessProbe:
                  httpGet:
                    path: /health?token=canary-query
                    port: "8080"
                    httpHeaders: [{name: Authorization, value: Bearer canary-header-%1$s}]
            """;

    /** Messages of the kubelet, of a webhook and of Docker Hub, with the canaries in several notations. */
    private static final String MESSAGE =
            "Readiness probe failed: Get \"http://10.0.0.1:8080/health?token=canary-query\":"
                    + " canary-header-1, canary-env\\\"\\u003c1\\u003e, canary-env&#34;&lt;1&gt;, password fx7z,"
                    + " Y2FuYXJ5LWVudiI8MT4=, You have reached your pull rate limit as 'canary-user': dckr_jti_canary-token==. You"
                    + " may increase the limit";

    private static final List<String> IN_WORKLOAD = List.of(
            "canary-env", "fx7z", "canary-query", "canary-header", "Y2FuYXJ5LWVud", "canary-user", "canary-token");

    private final ControlPlane plane = SharedControlPlane.get();

    @Test
    void noCanaryLeavesItsPlace(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        Cluster cluster = ClusterConfiguration.get().getClusters().getFirst();
        cluster.setListSecrets(true);
        ClusterConfiguration.get().setClusters(List.of(cluster));
        plane.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace("default")
                        .endMetadata()
                        .addToStringData("password", "canary-cluster-secret")
                        .build())
                .createOr(existing -> existing.update());
        DumbSlave agent = jenkins.createOnlineSlave();
        FreeStyleProject job = jenkins.createFreeStyleProject(NAME);
        job.setAssignedNode(agent);
        FreeStyleBuild failed = failWithEvent(jenkins, job);
        job.getBuildersList().replace(builder("2", true));
        FreeStyleBuild dry = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Readiness probe failed: Get \"http://10.0.0.1:8080/health?token=***\"", failed);
        jenkins.assertLogContains("pull rate limit as ***", failed);
        jenkins.assertLogContains(".httpHeaders[Authorization].value: *** -> ***", dry);
        assertThat(CapturedChecks.all())
                .map(CapturedChecks::summary)
                .anyMatch(summary -> summary.contains("Readiness probe failed"))
                .anyMatch(summary -> summary.contains("httpHeaders"));
        for (FreeStyleBuild build : List.of(failed, dry)) {
            for (Map.Entry<String, String> place : places(jenkins, build).entrySet()) {
                assertThat(IN_WORKLOAD).as(place.getKey()).noneMatch(place.getValue()::contains);
            }
        }
        for (Map.Entry<String, String> file :
                files(jenkins.jenkins.getRootDir().toPath()).entrySet()) {
            assertThat(List.of(plane.adminToken(), "canary-cluster-secret"))
                    .as(file.getKey())
                    .noneMatch(file.getValue()::contains);
        }
        Map<String, String> outside = files(Path.of(agent.getRemoteFS()));
        outside.put("processes", commandLines());
        for (Map.Entry<String, String> place : outside.entrySet()) {
            assertThat(Stream.concat(IN_WORKLOAD.stream(), Stream.of(plane.adminToken(), "canary-cluster-secret")))
                    .as(place.getKey())
                    .noneMatch(place.getValue()::contains);
        }
    }

    /** Pipeline stores the arguments of a step in the folder of the build, and masks variables of credentials. */
    @Test
    void boundCredentialOfAPipelineLeavesNoTrace(JenkinsRule jenkins) throws Exception {
        JenkinsSetup.configure(plane, "**");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, NAME, "", Secret.fromString("canary-bound")));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "bound");
        job.setDefinition(new CpsFlowDefinition("""
                withCredentials([string(credentialsId: 'canary', variable: 'BOUND')]) {
                    deployWorkload cluster: 'prod', workload: [name: 'bound', controller: [single: [:]],
                        nodeSelector: ['deploy-workload.test/gate': 'never'],
                        containers: [[name: 'app', image: 'nginx', args: ['--password=' + BOUND],
                            env: [[name: 'SETTINGS', value: 'x' + BOUND + 'y']]]]]
                }
                """, true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("waiting until they are healthy", build);
        // The page of the deploy exists only after its end.
        assertNoTrace(jenkins, build, files(build.getRootDir().toPath()));
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertNoTrace(jenkins, build, places(jenkins, build));
    }

    private static void assertNoTrace(JenkinsRule jenkins, WorkflowRun build, Map<String, String> places)
            throws Exception {
        places.put(
                "steps",
                jenkins.createWebClient().getPage(build, "flowGraphTable/").asXml());
        assertThat(places.keySet()).anyMatch(name -> name.startsWith("workflow"));
        places.forEach((place, text) -> assertThat(text).as(place).doesNotContain("canary-bound"));
    }

    private static String commandLines() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .collect(Collectors.joining("\n"));
    }

    private static DeployWorkloadBuilder builder(String value, boolean dryRun) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setTimeout("20s");
        step.setDryRun(dryRun);
        step.setWorkload(YamlReader.read(WORKLOAD.formatted(value), "canary.yaml", Workload.class)
                .get(0));
        return new DeployWorkloadBuilder(step);
    }

    private FreeStyleBuild failWithEvent(JenkinsRule jenkins, FreeStyleProject job) throws Exception {
        job.getBuildersList().replace(builder("1", false));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("waiting until they are healthy", build);
        Pod pod = plane.client()
                .pods()
                .inNamespace("default")
                .withLabel("deploy-workload.jenkins.io/name", NAME)
                .waitUntilCondition(found -> found != null, 30, TimeUnit.SECONDS);
        plane.client().resource(event(pod)).create();
        return jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
    }

    private static Event event(Pod pod) {
        String now = Instant.now().toString();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName("canary-")
                .withNamespace("default")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withNamespace("default")
                .withUid(pod.getMetadata().getUid())
                .withFieldPath("spec.containers{app}")
                .endInvolvedObject()
                .withType("Warning")
                .withReason("Unhealthy")
                .withMessage(MESSAGE)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource("kubelet", "node")
                .build();
    }

    /** All that Jenkins shows of a build, and all files of the build. */
    private static Map<String, String> places(JenkinsRule jenkins, Run<?, ?> build) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        Map<String, String> places = files(build.getRootDir().toPath());
        assertThat(places.keySet()).anyMatch(name -> name.endsWith("build.xml")).anyMatch(name -> name.endsWith("log"));
        for (String page : List.of("", "console", "deployments/")) {
            places.put(page, web.getPage(build, page).asXml());
        }
        places.put(
                "checks",
                CapturedChecks.all().stream().map(ChecksDetails::toString).collect(Collectors.joining("\n")));
        for (String api : List.of("api/json?depth=9", "api/xml?depth=9")) {
            places.put(
                    api, web.goTo(build.getUrl() + api, null).getWebResponse().getContentAsString());
        }
        return places;
    }

    private static Map<String, String> files(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile).forEach(found::add);
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (Path file : found) {
            files.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return files;
    }
}
