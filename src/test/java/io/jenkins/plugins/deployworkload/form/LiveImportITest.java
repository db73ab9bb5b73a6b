package io.jenkins.plugins.deployworkload.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.report.AuditLog;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Fills the form from a workload of a real control plane. */
@Tag("control-plane")
@WithJenkins
class LiveImportITest {

    private static final String RESULT = ".deploy-workload-fill-result";

    private final ControlPlane plane = SharedControlPlane.get();
    private final String name = "live-" + UUID.randomUUID().toString().substring(0, 8);

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(plane, "**");
        JenkinsSetup.cachePages();
    }

    @AfterEach
    void deleteObjects() {
        plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .delete();
        plane.client().secrets().inNamespace("default").withName(name).delete();
    }

    private Deployment createDeployment() {
        plane.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withStringData(Map.of("password", "hunter2"))
                        .build())
                .create();
        return plane.client()
                .resource(Serialization.unmarshal("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: NAME, namespace: default, annotations: {team: store}}
                        spec:
                          replicas: 2
                          selector: {matchLabels: {run: NAME}}
                          template:
                            metadata: {labels: {run: NAME}}
                            spec:
                              containers:
                                - name: app
                                  image: nginx:1.27
                                  env:
                                    - {name: MODE, value: fast}
                                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: NAME, key: password}}}
                        """.replace("NAME", name), Deployment.class))
                .create();
    }

    @Test
    void liveWorkloadFillsTheFormAndIsDeployedUnchanged() throws Exception {
        Deployment before = createDeployment();
        FreeStyleProject job = job("default");
        try (JenkinsRule.WebClient web = jenkins.createWebClient();
                LogRecorder log = new LogRecorder()
                        .record(AuditLog.LOGGER_NAME, Level.INFO)
                        .capture(10)) {
            HtmlPage page = web.getPage(job, "configure");
            // The script says so when it has connected the fields of the new section, after it has shown the result.
            page.executeJavaScript("document.addEventListener('change', (event) => {"
                    + " if (event.target.matches('.deploy-workload-source')) document.body.dataset.filled = 'yes'; })");
            importWorkload(web, page, "Deployment", name);
            await(web, () -> page.getBody().hasAttribute("data-filled"), 600);

            assertThat(page.getBody().hasAttribute("data-filled")).isTrue();
            assertThat(text(page, RESULT)).contains("The form contains the workload");
            assertThat(page.asXml())
                    .contains("nginx:1.27", "MODE", "secretKeyRef")
                    .doesNotContain("hunter2");
            assertThat(log.getMessages())
                    .singleElement()
                    .asString()
                    .startsWith("outcome=succeeded dryRun=true namespace=\"default\" application=\"" + name
                            + "\" action=import cluster=\"prod\"");
            jenkins.submit(page.getFormByName("config"));
        }

        String saved = TreeWriter.toTree(step(job).getWorkload()).toString();
        assertThat(saved)
                .contains("\"name\":\"" + name + "\"", "\"replicas\":2", "nginx:1.27", "\"MODE\"", "\"team\":\"store\"")
                .doesNotContain("shop", "uid", "status", "managedFields", "hunter2");
        step(job).setAdopt(true);
        step(job).setWait(false);
        jenkins.buildAndAssertSuccess(job);
        Deployment after = plane.client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(name)
                .get();
        assertThat(after.getSpec()).isEqualTo(before.getSpec());
    }

    @Test
    void suggestsTheNamesOfTheChosenKind() throws Exception {
        createDeployment();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job("default"), "configure");
            page.<DomElement>querySelector(".deploy-workload-fill-button").click();
            HtmlInput field = page.querySelector(".deploy-workload-fill-live input");

            field.focus();
            await(web, () -> page.asXml().contains("<option value=\"" + name + "\""), 600);
            assertThat(page.asXml()).contains("<option value=\"" + name + "\"");

            HtmlSelect kind = page.querySelector(".deploy-workload-fill-live select");
            kind.setSelectedAttribute(kind.getOptionByText("CronJob"), true);
            assertThat(field.getAttribute("data-suggestions")).isEqualTo("CRON_JOB");
        }
    }

    @Test
    void problemsLeaveTheFormUnchanged() throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job("default"), "configure");
            importWorkload(web, page, "StatefulSet", name);
            assertThat(text(page, RESULT)).contains("There is no StatefulSet " + name + " in the namespace default.");

            importWorkload(web, page, "StatefulSet", "No Name");
            assertThat(text(page, RESULT)).contains("name of the workload: ", "No Name");

            change(page, "[name='_.namespace']", "${TEAM}");
            importWorkload(web, page, "StatefulSet", name);
            assertThat(text(page, RESULT)).contains("namespace: ", "${TEAM}");

            change(page, "[name='_.cluster']", "");
            importWorkload(web, page, "StatefulSet", name);
            assertThat(text(page, RESULT)).contains("cluster: choose the cluster");

            change(page, "[name='_.cluster']", "other");
            importWorkload(web, page, "StatefulSet", name);
            assertThat(text(page, RESULT)).contains("cluster: ", "other");

            HtmlInput workload = page.querySelector(".deploy-workload-source [name='_.name']");
            assertThat(workload.getValue()).isEqualTo("shop");
        }
    }

    @Test
    void accessRulesDecide() throws Exception {
        createDeployment();
        JenkinsSetup.changeRule(rule -> rule.setNamespaces(List.of("team-*")));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job("default"), "configure");
            importWorkload(web, page, "Deployment", name);

            assertThat(text(page, RESULT)).contains("namespace", "default").doesNotContain("nginx");
            assertThat(page.asXml()).doesNotContain("MODE");
        }
    }

    private static void importWorkload(JenkinsRule.WebClient web, HtmlPage page, String kind, String name)
            throws Exception {
        DomElement panel = page.querySelector(".deploy-workload-fill-panel");
        if (panel.hasAttribute("hidden")) {
            page.<DomElement>querySelector(".deploy-workload-fill-button").click();
        }
        page.executeJavaScript("document.querySelector('" + RESULT + "').textContent = ''");
        HtmlSelect kinds = page.querySelector(".deploy-workload-fill-live select");
        kinds.setSelectedAttribute(kinds.getOptionByText(kind), true);
        change(page, ".deploy-workload-fill-live input", name);
        page.<DomElement>querySelector(".deploy-workload-fill-import").click();
        await(web, () -> !text(page, RESULT).isBlank(), 600);
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

    private static void await(JenkinsRule.WebClient web, BooleanSupplier condition, int rounds) {
        for (int i = 0; i < rounds && !condition.getAsBoolean(); i++) {
            web.waitForBackgroundJavaScript(100);
        }
    }

    private FreeStyleProject job(String namespace) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setNamespace(namespace);
        step.setWorkload(YamlReader.read("""
                        name: shop
                        controller: {single: {}}
                        containers: [{name: app, image: "busybox:1"}]
                        """, "shop.yaml", Workload.class).getFirst());
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }

    private static DeployWorkloadStep step(FreeStyleProject job) {
        return job.getBuildersList().get(DeployWorkloadBuilder.class).getDeploy();
    }
}
