package io.jenkins.plugins.deployworkload.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests what helps to fill in the form: the preview, pasted texts, and the check before the form is saved. */
@WithJenkins
class FormToolsITest {

    private static final String SHOP =
            "name: shop\ncontroller: {single: {}}\ncontainers: [{name: app, image: \"nginx:1.27\"}]\n";

    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store}
            spec:
              selector: {matchLabels: {app: store}}
              serviceName: store
              template:
                metadata: {labels: {app: store}}
                spec:
                  containers:
                    - name: db
                      image: postgres:17
                      env: [{name: MODE, value: fast}]
            """;

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        JenkinsSetup.cachePages();
    }

    @Test
    void previewFollowsTheForm() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(), "configure");
            click(page, ".deploy-workload-preview-button");
            await(web, () -> text(page, "[role=tabpanel]").contains("kind: Deployment"));

            assertThat(text(page, "[role=tabpanel]")).contains("kind: Deployment", "name: shop");
            click(page, "[role=tab][data-text=step]");
            assertThat(text(page, "[role=tabpanel]")).startsWith("deployWorkload cluster: 'prod', workload: ");

            change(page, "[name='_.namespace']", "team-a");
            await(web, () -> text(page, "[role=tabpanel]").contains("team-a"));
            assertThat(text(page, "[role=tabpanel]")).contains("namespace: 'team-a'");

            change(page, "[name='_.namespace']", "No Name");
            await(web, () -> text(page, "[role=tabpanel]").isEmpty());
            assertThat(text(page, "[role=tabpanel]")).isEmpty();
            assertThat(text(page, ".deploy-workload-problems")).contains("No Name");
        }
    }

    @Test
    void pastedManifestFillsTheForm() throws Exception {
        FreeStyleProject job = job();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            change(page, "[name='_.namespace']", "team-a");
            paste(page, MANIFEST);
            await(web, () -> !text(page, ".deploy-workload-fill-result").isBlank());

            assertThat(text(page, ".deploy-workload-fill-result")).contains("The form contains the workload");
            await(web, () -> false, 20);
            jenkins.submit(page.getFormByName("config"));
        }

        DeployWorkloadStep saved = step(job);
        assertThat(saved.getNamespace()).isEqualTo("team-a");
        assertThat(TreeWriter.toTree(saved.getWorkload()).toString())
                .contains("\"name\":\"store\"", "\"statefulSet\":", "postgres:17", "\"MODE\"")
                .doesNotContain("nginx");
    }

    @Test
    void invalidTextLeavesTheFormUnchanged() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(), "configure");
            paste(page, "name: shop\ncontainers: [\n");
            await(web, () -> !text(page, ".deploy-workload-fill-result").isBlank());

            assertThat(text(page, ".deploy-workload-fill-result").strip()).matches("(?s)[0-9]+:[0-9]+: .*");
            HtmlInput name = page.querySelector(".deploy-workload-source [name='_.name']");
            assertThat(name.getValue()).isEqualTo("shop");
            HtmlTextArea text = page.querySelector(".deploy-workload-fill textarea");
            assertThat(text.getText()).contains("containers: [");
        }
    }

    @Test
    void templateFillsTheText() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(), "configure");
            click(page, ".deploy-workload-fill-button");
            HtmlSelect templates = page.querySelector(".deploy-workload-fill select");
            templates.setSelectedAttribute(templates.getOptionByText("Nightly job"), true);
            click(page, ".deploy-workload-fill-apply");
            await(web, () -> !text(page, ".deploy-workload-fill-result").isBlank());

            HtmlInput schedule = page.querySelector(".deploy-workload-source [name='_.schedule']");
            assertThat(schedule.getValue()).isEqualTo("0 2 * * *");
        }
    }

    @Test
    void saveStopsAtTheFirstProblem() throws Exception {
        FreeStyleProject job = job();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlInput namespace = page.querySelector("[name='_.namespace']");
            namespace.setValue("No Name");
            jenkins.submit(page.getFormByName("config"));

            assertThat(web.getCurrentWindow().getEnclosedPage()).isSameAs(page);
            assertThat(text(page, ".deploy-workload-problems")).contains("namespace", "No Name");
            assertThat(page.getFocusedElement()).isSameAs(namespace);
            assertThat(step(job).getNamespace()).isNull();

            namespace.setValue("team-a");
            jenkins.submit(page.getFormByName("config"));
        }
        assertThat(step(job).getNamespace()).isEqualTo("team-a");
    }

    /** Without the script of the form, for example. */
    @Test
    void invalidSubmissionShowsWhatWasEntered() throws Exception {
        FreeStyleProject job = job();
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlInput namespace = page.querySelector("[name='_.namespace']");
            namespace.setValue("No Name");
            page.executeJavaScript(
                    "document.querySelectorAll('.deploy-workload-problems').forEach((area) => area.remove())");
            jenkins.submit(page.getFormByName("config"));

            HtmlPage answer = (HtmlPage) web.getCurrentWindow().getEnclosedPage();
            assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(answer.getBody().getTextContent())
                    .contains("was not saved", "namespace: ", "namespace: No Name", "image: nginx:1.27");
            assertThat(step(job).getNamespace()).isNull();
        }
    }

    /** The access rules may be changed later, so a job can be saved although they do not allow its cluster yet. */
    @Test
    void saveIsPossibleAgainstTheAccessRules() throws Exception {
        FreeStyleProject job = job();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlInput cluster = page.querySelector("[name='_.cluster']");
            cluster.setValue("later");
            jenkins.submit(page.getFormByName("config"));
        }
        assertThat(step(job).getCluster()).isEqualTo("later");
    }

    private static void paste(HtmlPage page, String text) throws Exception {
        click(page, ".deploy-workload-fill-button");
        HtmlTextArea area = page.querySelector(".deploy-workload-fill textarea");
        area.setText(text);
        click(page, ".deploy-workload-fill-apply");
    }

    private static void click(HtmlPage page, String selector) throws Exception {
        DomElement element = page.querySelector(selector);
        element.click();
    }

    private static void change(HtmlPage page, String selector, String value) {
        HtmlInput input = page.querySelector(selector);
        input.setValue(value);
        input.fireEvent("input");
    }

    private static String text(HtmlPage page, String selector) {
        DomElement element = page.querySelector(selector);
        return element.getTextContent();
    }

    /** Waits up to a minute until the scripts of the page have fulfilled the condition. */
    private static void await(JenkinsRule.WebClient web, BooleanSupplier condition) {
        await(web, condition, 600);
    }

    private static void await(JenkinsRule.WebClient web, BooleanSupplier condition, int rounds) {
        for (int i = 0; i < rounds && !condition.getAsBoolean(); i++) {
            web.waitForBackgroundJavaScript(100);
        }
    }

    private FreeStyleProject job() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(SHOP, "shop.yaml", Workload.class).getFirst());
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }

    private static DeployWorkloadStep step(FreeStyleProject job) {
        return job.getBuildersList().get(DeployWorkloadBuilder.class).getDeploy();
    }
}
