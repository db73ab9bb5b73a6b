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
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the default values of new sections in the form, and sections that offer alternatives. */
@WithJenkins
class FormSectionsITest {

    @Test
    void newContainerHasDefaultResources(JenkinsRule jenkins) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setFile("deploy/*.yaml");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(jenkins, step), "configure");
            tick(web, page, "workload", "[name=containers] [name=requests] [name=cpu] [name=amount]");

            assertThat(amount(page, "requests", "cpu")).isEqualTo("100");
            assertThat(amount(page, "requests", "memory")).isEqualTo("100");
            assertThat(amount(page, "limits", "cpu")).isEqualTo("200");
            assertThat(amount(page, "limits", "memory")).isEqualTo("200");
        }
    }

    @Test
    void containerWithoutResourcesStaysUnchanged(JenkinsRule jenkins) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(jenkins, step("")), "configure");

            assertThat(amount(page, "requests", "cpu")).isEmpty();
            assertThat(amount(page, "limits", "memory")).isEmpty();
        }
    }

    @Test
    void problemLinkFocusesFieldOfChosenAlternative(JenkinsRule jenkins) throws Exception {
        DeployWorkloadStep step = step("    envFrom: [{configMapRef: {name: settings}}]\n");
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(jenkins, step), "configure");
            HtmlInput name = page.querySelector("[name=envFrom] [name='_.name'][value=settings]");

            name.setValue("no such name");
            name.fireEvent("input");
            web.waitForBackgroundJavaScript(5000);

            DomElement place = page.querySelector(".deploy-workload-problem-path");
            assertThat(place.getTextContent()).startsWith("workload.containers[0].envFrom[0]");
            place.click();
            assertThat(page.getFocusedElement()).isSameAs(name);
        }
    }

    @Test
    void foldedFieldsLoadWhenTheyAreOpened(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins, step(""));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");
            assertThat(page.querySelectorAll("[name='_.priorityClassName'], [name='_.workingDir']"))
                    .isEmpty();

            open(web, page, "Scheduling", "[name='_.priorityClassName']").setValue("high");
            open(web, page, "More", "[name=containers] [name='_.workingDir']").setValue("/srv");
            // A prototype of a container may still be loading.
            web.waitForBackgroundJavaScript(60_000);
            jenkins.submit(page.getFormByName("config"));
        }

        assertThat(TreeWriter.toTree(workload(job)).toString()).isEqualTo("""
                {"name":"shop","priorityClassName":"high","controller":{"single":{}},\
                "containers":[{"name":"app","image":"nginx:1.27","workingDir":"/srv"}]}""");
    }

    @Test
    void foldedFieldWithValueIsInThePage(JenkinsRule jenkins) throws Exception {
        DeployWorkloadStep step = step("    tty: true\nhostAliases: [{ip: 10.0.0.1, hostnames: [a]}]\n");
        FreeStyleProject job = job(jenkins, step);

        jenkins.configRoundtrip(job);

        assertThat(TreeWriter.toTree(workload(job))).isEqualTo(TreeWriter.toTree(step.getWorkload()));
    }

    @Test
    void rowsLoadWhenTheyAreAdded(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = job(jenkins, step(""));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job, "configure");

            HtmlInput name = add(web, page, "Add Service", "[name=services] [name='_.name']");
            HtmlInput port = page.querySelector("[name=services] [name=ports] [name='_.port']");
            add(web, page, "Add environment variable", "[name=env] [name='_.name']")
                    .setValue("MODE");
            name.setValue("web");
            port.setValue("80");
            jenkins.submit(page.getFormByName("config"));
        }

        assertThat(TreeWriter.toTree(workload(job)).toString()).isEqualTo("""
                {"name":"shop","controller":{"single":{}},"containers":[{"name":"app","image":"nginx:1.27",\
                "env":[{"name":"MODE"}]}],"services":[{"name":"web","ports":[{"port":80}]}]}""");
    }

    /** Adds a row, and returns a control of the row when it is loaded. */
    private static HtmlInput add(JenkinsRule.WebClient web, HtmlPage page, String button, String control)
            throws Exception {
        page.querySelectorAll(".deploy-workload-form .repeatable-add").stream()
                .map(DomElement.class::cast)
                .filter(element -> element.getTextContent().strip().equals(button))
                .findFirst()
                .orElseThrow()
                .click();
        for (int i = 0; i < 600 && page.querySelector(control) == null; i++) {
            web.waitForBackgroundJavaScript(100);
        }
        return page.querySelector(control);
    }

    /** Clicks the buttons with this text, and returns the control when it is loaded. */
    private static HtmlInput open(JenkinsRule.WebClient web, HtmlPage page, String button, String control)
            throws Exception {
        List<DomElement> buttons = page.querySelectorAll(".deploy-workload-form .advanced-button").stream()
                .map(DomElement.class::cast)
                .filter(element -> element.getTextContent().strip().equals(button))
                .toList();
        for (DomElement element : buttons) {
            element.click();
        }
        for (int i = 0; i < 600 && page.querySelector(control) == null; i++) {
            web.waitForBackgroundJavaScript(100);
        }
        return page.querySelector(control);
    }

    /** Ticks the box of a section, and returns the control when it is loaded. */
    private static HtmlInput tick(JenkinsRule.WebClient web, HtmlPage page, String section, String control)
            throws Exception {
        DomElement box = page.querySelector(".optional-block-control[name$='" + section + "']");
        box.click();
        for (int i = 0; i < 600 && page.querySelector(control) == null; i++) {
            web.waitForBackgroundJavaScript(100);
        }
        return page.querySelector(control);
    }

    private static Workload workload(FreeStyleProject job) {
        return job.getBuildersList()
                .get(DeployWorkloadBuilder.class)
                .getDeploy()
                .getWorkload();
    }

    @Test
    void newAutoscalerStartsWithMaximumAboveReplicas(JenkinsRule jenkins) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read("""
                        name: shop
                        controller: {deployment: {replicas: 4}}
                        containers: [{name: app, image: nginx}]
                        """, "shop.yaml", Workload.class).get(0));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(jenkins, step), "configure");
            HtmlInput maximum = tick(web, page, "autoscaling", "[name='_.maxReplicas']");
            HtmlInput replicas = page.querySelector("[name='_.replicas']");

            assertThat(maximum.getValue()).isEqualTo("5");
            replicas.setValue("7");
            replicas.fireEvent("input");
            assertThat(maximum.getValue()).isEqualTo("8");
            maximum.setValue("20");
            replicas.setValue("9");
            replicas.fireEvent("input");
            assertThat(maximum.getValue()).isEqualTo("20");
        }
    }

    private static String amount(HtmlPage page, String group, String name) {
        HtmlInput input =
                page.querySelector("[name=containers] [name=" + group + "] [name=" + name + "] [name=amount]");
        return input.getValue();
    }

    private static DeployWorkloadStep step(String more) throws Exception {
        String shop =
                "name: shop\ncontroller: {single: {}}\ncontainers:\n  - name: app\n    image: nginx:1.27\n" + more;
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(shop, "shop.yaml", Workload.class).get(0));
        return step;
    }

    private static FreeStyleProject job(JenkinsRule jenkins, DeployWorkloadStep step) throws Exception {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        JenkinsSetup.cachePages();
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }
}
