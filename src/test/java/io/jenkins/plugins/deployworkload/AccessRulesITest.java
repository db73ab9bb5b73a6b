package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.net.URL;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds and forms of jobs that the access rules of a cluster do not allow, in a real Jenkins. */
@Tag("control-plane")
@WithJenkins
class AccessRulesITest {

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        JenkinsSetup.configure(plane, "allowed");
    }

    private static void changeRule(Consumer<AccessRule> change) {
        Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
        AccessRule rule = new AccessRule(List.of("allowed"));
        rule.setNamespaces(List.of("default"));
        change.accept(rule);
        cluster.setAccessRules(List.of(rule));
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }

    private static DeployWorkloadStep step(String name) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(
                        "name: %s\ncontroller: {single: }\ncontainers: [{name: a, image: nginx}]".formatted(name),
                        "web.yaml",
                        Workload.class)
                .get(0));
        return step;
    }

    private FreeStyleBuild build(String job, DeployWorkloadStep step) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject(job);
        project.getBuildersList().add(new DeployWorkloadBuilder(step));
        return jenkins.buildAndAssertStatus(Result.FAILURE, project);
    }

    private String post(String user, String url, NameValuePair... parameters) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), url), HttpMethod.POST);
            request.setRequestParameters(List.of(parameters));
            return client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
        }
    }

    /** The messages of the whole form, as {@code path: message}. */
    private List<String> problems(String user, String job, DeployWorkloadStep step) throws Exception {
        String json = post(
                user,
                "job/" + job + "/descriptorByName/" + DeployWorkloadStep.class.getName() + "/problems",
                new NameValuePair("form", form(step)));
        JSONArray problems = JSONObject.fromObject(json).getJSONArray("data");
        return problems.stream()
                .map(JSONObject.class::cast)
                .map(problem -> problem.getString("path") + ": " + problem.getString("message"))
                .toList();
    }

    private static String form(DeployWorkloadStep step) {
        JSONObject form = JSONObject.fromObject(TreeWriter.toTree(step).toString());
        form.remove("workload");
        form.put("file", "web.yaml");
        return form.toString();
    }

    private void assertSameSentence(String job, DeployWorkloadStep step, String sentence) throws Exception {
        jenkins.assertLogContains(sentence, build(job, step));
        assertThat(problems("configurer", job, step)).containsExactly(sentence);
        assertThat(problems("reader", job, step)).isEmpty();
    }

    @Test
    void buildAndFormRefuseClusterWithSameSentence() throws Exception {
        assertSameSentence(
                "other",
                step("refused"),
                "cluster: \"prod\" is not configured, or the job \"other\" may not use it; allowed clusters: none (an"
                        + " administrator configures the jobs that may use a cluster)");
    }

    @Test
    void buildAndFormRefuseNamespaceWithSameSentence() throws Exception {
        changeRule(rule -> {});
        DeployWorkloadStep step = step("refused");
        step.setNamespace("kube-system");

        assertSameSentence(
                "allowed",
                step,
                "namespace: the access rules of the cluster \"prod\" do not allow the job \"allowed\" to deploy to"
                        + " \"kube-system\"; allowed namespaces: default");
    }

    @Test
    void buildAndFormRefuseOptionWithSameSentence() throws Exception {
        changeRule(rule -> {});
        DeployWorkloadStep step = step("refused");
        step.setForceConflicts(true);

        assertSameSentence(
                "allowed",
                step,
                "forceConflicts: not allowed by access rule 1 of the cluster \"prod\"; an administrator can allow it there");
    }

    @Test
    void buildAndFormRefuseCredentialWithSameSentence() throws Exception {
        changeRule(rule -> rule.setJobCredentials(false));
        DeployWorkloadStep step = step("refused");
        step.setCredentialsId("mine");

        assertSameSentence(
                "allowed",
                step,
                "credentialsId: access rule 1 of the cluster \"prod\" does not allow credentials of jobs; leave the field"
                        + " empty to deploy with the credential of the cluster");
    }

    @Test
    void buildRefusesObjects() throws Exception {
        changeRule(rule -> rule.setImages(List.of("registry.example.com/shop/*")));

        FreeStyleBuild build = build("allowed", step("forbidden-image"));

        jenkins.assertLogContains(
                "Deployment forbidden-image: spec.template.spec.containers[a].image: \"nginx\" is not from an allowed"
                        + " repository; allowed repositories: registry.example.com/shop/* (access rule 1 of the cluster"
                        + " \"prod\")",
                build);
        assertThat(build.getAction(DeploymentsAction.class).getWorkloads())
                .singleElement()
                .satisfies(deployed -> assertThat(deployed.getOutcome()).isEqualTo(Outcome.REFUSED));
        assertThat(plane.client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("forbidden-image")
                        .get())
                .isNull();
    }

    /** The build keeps the access that it had, also without the credential. */
    @Test
    void waitGoesOnWithoutWritesIfClusterIsRemoved() throws Exception {
        PodGate gate = new PodGate(plane.client());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "allowed");
        String script = """
                deployWorkload cluster: 'prod', workload: [name: 'removed-cluster', controller: [single: [:]],
                    nodeSelector: %s, containers: [[name: 'app', image: 'nginx']]]
                """;
        job.setDefinition(new CpsFlowDefinition(script.formatted(gate.selector()), true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("waiting until they are healthy", run);

        ClusterConfiguration.get().setClusters(List.of());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
        gate.open();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("The workload is healthy, but nothing more is written", run);
        jenkins.assertLogContains("cluster: \"prod\" is not configured", run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "configurer | other   | cluster   | prod        | may not use it",
                "reader     | other   | cluster   | prod        | ",
                "configurer | allowed | cluster   | prod        | ",
                "configurer | allowed | namespace | kube-system | do not allow the job",
                "configurer | allowed | namespace | default     | ",
                "configurer | allowed | namespace | $TARGET     | ",
                "reader     | allowed | namespace | kube-system | ",
                "configurer | other   | namespace | kube-system | ",
            })
    void checksFields(String user, String job, String field, String value, String message) throws Exception {
        changeRule(rule -> {});
        jenkins.createFreeStyleProject(job);

        String answer = post(
                user,
                "job/" + job + "/descriptorByName/" + DeployWorkloadStep.class.getName() + "/check/" + field,
                new NameValuePair("value", value),
                new NameValuePair("cluster", "prod"));

        if (message == null) {
            assertThat(answer).doesNotContain("class=error").doesNotContain("class=\"error\"");
        } else {
            assertThat(answer).contains(message);
        }
    }

    @Test
    void buildAndFormSayThatNamespaceIsMissing() throws Exception {
        changeRule(rule -> rule.setNamespaces(List.of("*")));
        // Of several objects, a dry run checks each before the first write.
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(
                        "name: homeless\ncontroller: {single: }\ncontainers: [{name: a, image: nginx}]\n"
                                + "services: [{ports: [{port: 80}]}]",
                        "web.yaml",
                        Workload.class)
                .get(0));
        step.setNamespace("absent");
        jenkins.assertLogContains("The namespace absent does not exist in this cluster.", build("allowed", step));

        // The form does not wait long for the first answer of the cluster, so repeat the request.
        String answer = checkNamespace("configurer", "absent", "");
        for (int i = 0; i < 10 && !answer.contains("absent"); i++) {
            answer = checkNamespace("configurer", "absent", "");
        }

        assertThat(answer).contains("The namespace absent does not exist in this cluster.");
        assertThat(checkNamespace("configurer", "absent", "true")).doesNotContain("absent");
        assertThat(checkNamespace("configurer", "default", "")).doesNotContain("does not exist");
        assertThat(checkNamespace("reader", "absent", "")).doesNotContain("absent");
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("configurer")) {
            HtmlPage page =
                    client.getPage(jenkins.jenkins.getItemByFullName("allowed", FreeStyleProject.class), "configure");
            for (int i = 0; i < 600 && problemsOf(page).isEmpty(); i++) {
                client.waitForBackgroundJavaScript(100);
            }
            assertThat(problemsOf(page)).contains("namespace The namespace absent does not exist in this cluster.");
        }
    }

    private String checkNamespace(String user, String namespace, String createNamespace) throws Exception {
        return post(
                user,
                "job/allowed/descriptorByName/" + DeployWorkloadStep.class.getName() + "/check/namespace",
                new NameValuePair("value", namespace),
                new NameValuePair("cluster", "prod"),
                new NameValuePair("createNamespace", createNamespace));
    }

    private static String problemsOf(HtmlPage page) {
        DomElement problems = page.querySelector(".deploy-workload-problems");
        return problems.getTextContent();
    }
}
