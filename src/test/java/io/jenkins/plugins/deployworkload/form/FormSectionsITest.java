package io.jenkins.plugins.deployworkload.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.workload.Workload;
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
    void newAutoscalerStartsWithMaximumAboveReplicas(JenkinsRule jenkins) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read("""
                        name: shop
                        controller: {deployment: {replicas: 4}}
                        containers: [{name: app, image: nginx}]
                        """, "shop.yaml", Workload.class).get(0));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(job(jenkins, step), "configure");
            HtmlInput maximum = page.querySelector("[name='_.maxReplicas']");
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
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }
}
