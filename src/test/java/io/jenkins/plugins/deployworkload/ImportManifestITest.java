package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The page on which users paste a manifest. */
@WithJenkins
class ImportManifestITest {

    private static final String PAGE =
            "job/web/descriptorByName/" + DeployWorkloadStep.class.getName() + "/importManifest";

    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: app, image: "nginx:1", args: ["<b>&"]}]}
            """;

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.createProject(WorkflowJob.class, "web");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("visitor"));
    }

    @Test
    void showsDescriptionOfPastedManifest() throws Exception {
        String text = submit("reader", MANIFEST, "yaml");

        assertThat(text).contains("name: shop", "controller:", "deployment: {}", "- \"<b>&\"");
    }

    @Test
    void showsPipelineStep() throws Exception {
        assertThat(submit("reader", MANIFEST, "step")).contains("deployWorkload workload: [", "name: 'shop'");
    }

    @Test
    void showsProblemsWithTheirPlaces() throws Exception {
        assertThat(submit("reader", "a: [", "yaml"))
                .containsPattern("[0-9]+:[0-9]+: ")
                .doesNotContain("Exception");
        assertThat(submit("reader", "kind: Deployment", "yaml")).contains("apiVersion, kind and metadata.name");
    }

    @Test
    void convertsOnlyForUsersWhoMayReadTheConfiguration() throws Exception {
        assertThat(submit("visitor", MANIFEST, "yaml")).doesNotContain("controller:");
    }

    @Test
    void refusesGet() throws Exception {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().login("reader").withThrowExceptionOnFailingStatusCode(false);

        assertThat(client.goTo(PAGE.replace("importManifest", "convertManifest?manifest=a"), null)
                        .getWebResponse()
                        .getStatusCode())
                .isIn(404, 405);
    }

    private String submit(String user, String manifest, String format) throws Exception {
        HtmlPage page = jenkins.createWebClient().login(user).goTo(PAGE);
        HtmlForm form = page.getFormByName("importManifest");
        ((HtmlTextArea) form.getTextAreaByName("manifest")).setText(manifest);
        form.getSelectByName("format").setSelectedAttribute(format, true);
        return ((HtmlPage) jenkins.submit(form)).getBody().getTextContent();
    }
}
