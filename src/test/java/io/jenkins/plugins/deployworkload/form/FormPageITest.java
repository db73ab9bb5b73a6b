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
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextInput;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests pages in a simulated browser: validation while the user types, and accessible names for screen readers. */
@WithJenkins
class FormPageITest {

    private static final String SHOP = """
            name: shop
            controller: {deployment: {replicas: 2}}
            containers:
              - name: app
                image: nginx:1.27
                resources: {requests: {memory: 64Mi}, limits: {memory: 128Mi}}
            """;

    @Test
    void reportsProblemAcrossFieldsWhileTyping(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlInput limit = page.querySelector("[name=limits] [name=memory] input");

            change(limit, "32");
            await(web, () -> !problems(page).isEmpty());

            assertThat(problems(page))
                    .contains("workload.containers[0].resources.limits.memory", "\"32Mi\"", "\"64Mi\"");

            change(limit, "64");
            await(web, () -> problems(page).isEmpty());

            assertThat(problems(page)).isEmpty();
        }
    }

    @Test
    void validatesFieldWhileTyping(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            HtmlTextInput name = page.querySelector(".deploy-workload-form [name='_.name']");

            type(name, "Shop!");
            await(web, () -> !validationMessage(name).isBlank());

            assertThat(validationMessage(name)).contains("\"Shop!\"");

            type(name, "shop");
            await(web, () -> validationMessage(name).isBlank());

            assertThat(validationMessage(name)).isBlank();
        }
    }

    @Test
    void changingControllerKeepsOtherValues(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            List<HtmlSelect> types =
                    page.getByXPath("//div[@name='controller']//select | //select[option='DaemonSet (Daemon)']");
            HtmlSelect type = types.stream()
                    .filter(select -> select.getOptions().stream()
                            .anyMatch(option -> option.getText().contains("Daemon")))
                    .findFirst()
                    .orElseThrow();
            type.getOptions().stream()
                    .filter(option -> option.getText().contains("Daemon"))
                    .findFirst()
                    .orElseThrow()
                    .setSelected(true);
            web.waitForBackgroundJavaScript(5000);

            jenkins.submit(page.getFormByName("config"));
        }

        Workload saved = job.getBuildersList()
                .get(DeployWorkloadBuilder.class)
                .getDeploy()
                .getWorkload();
        assertThat(TreeWriter.toTree(saved).toString()).isEqualTo("""
                {"name":"shop","controller":{"daemonSet":{}},"containers":[{"name":"app","image":"nginx:1.27",\
                "resources":{"requests":{"memory":"64Mi"},"limits":{"memory":"128Mi"}}}]}""");
    }

    @Test
    void everyControlOfJobPageHasAccessibleName(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            await(
                    web,
                    () -> controlsWithoutAccessibleName(page, ".deploy-workload-form")
                            .isEmpty());

            assertThat(controlsWithoutAccessibleName(page, ".deploy-workload-form"))
                    .isEmpty();
        }
    }

    @Test
    void everyControlOfClusterPageHasAccessibleName(JenkinsRule jenkins) throws Exception {
        ClusterConfiguration.get().setClusters(List.of(cluster()));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.goTo("configure");
            await(
                    web,
                    () -> controlsWithoutAccessibleName(page, ".deploy-workload-labelled")
                            .isEmpty());

            assertThat(controlsWithoutAccessibleName(page, ".deploy-workload-labelled"))
                    .isEmpty();
        }
    }

    private static String problems(HtmlPage page) {
        DomElement problems = page.querySelector(".deploy-workload-problems");
        return problems.getTextContent();
    }

    /** Waits up to a minute until the scripts of the page have fulfilled the condition. */
    private static void await(JenkinsRule.WebClient web, BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            web.waitForBackgroundJavaScript(100);
        }
    }

    private static List<String> controlsWithoutAccessibleName(HtmlPage page, String selector) {
        List<HtmlElement> controls =
                page.querySelectorAll(selector + " input, " + selector + " select, " + selector + " textarea").stream()
                        .map(HtmlElement.class::cast)
                        .filter(control -> !"hidden".equals(control.getAttribute("type")))
                        .toList();
        assertThat(controls).isNotEmpty();
        return controls.stream()
                .filter(control -> control.getAttribute("aria-label").isBlank()
                        && control.getAttribute("aria-labelledby").isBlank()
                        && page.querySelector("label[for='" + control.getId() + "']") == null)
                .map(control -> control.getAttribute("name"))
                .toList();
    }

    private static void change(HtmlInput input, String value) {
        input.setValue(value);
        input.fireEvent("input");
        input.fireEvent("change");
    }

    /** Types the value key by key, and does not leave the field. */
    private static void type(HtmlTextInput input, String value) throws IOException {
        input.select();
        input.type(value);
    }

    /** The message below a field. */
    private static String validationMessage(HtmlInput field) {
        DomElement area = field.getFirstByXPath(
                "ancestor::*[.//div[contains(@class, 'validation-error-area')]][1]//div[contains(@class, 'validation-error-area')]");
        return area.getTextContent();
    }

    private static FreeStyleProject job(JenkinsRule jenkins) throws Exception {
        ClusterConfiguration.get().setClusters(List.of(cluster()));
        JenkinsSetup.cachePages();
        FreeStyleProject job = jenkins.createFreeStyleProject();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(SHOP, "shop.yaml", Workload.class).get(0));
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }

    private static Cluster cluster() {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
        return cluster;
    }
}
