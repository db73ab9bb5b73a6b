package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Tests the snippet generator for a user who may read the configuration of a job but not change it. An example is a
 * branch job, whose configuration is read-only.
 */
@WithJenkins
class SnippetGeneratorITest {

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.createProject(WorkflowJob.class, "web");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader"));
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setAccessRules(List.of(new AccessRule(List.of("web"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }

    @Test
    void generatesSnippetFromForm() throws Exception {
        assertThat(snippet(form().element("file", "deploy/*.yaml")))
                .isEqualTo("deployWorkload cluster: 'prod', file: 'deploy/*.yaml'");
    }

    @Test
    void reportsProblemsInsteadOfSnippet() throws Exception {
        String snippet = snippet(form().element("namespace", "No Name").element("timeout", "5"));

        assertThat(snippet)
                .contains("namespace: ")
                .contains("timeout: ")
                .contains("exactly one of")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void listsAllowedClusters() throws Exception {
        assertThat(post("job/web/descriptorByName/" + DeployWorkloadStep.class.getName() + "/fillClusterItems"))
                .isEqualTo("[\"prod\"]");
    }

    private static JSONObject form() {
        return new JSONObject()
                .element("stapler-class", DeployWorkloadStep.class.getName())
                .element("$class", DeployWorkloadStep.class.getName())
                .element("cluster", "prod");
    }

    private String snippet(JSONObject form) throws Exception {
        return post("job/web/pipeline-syntax/generateSnippet", new NameValuePair("json", form.toString()));
    }

    private String post(String path, NameValuePair... parameters) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("reader")) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            request.setRequestParameters(List.of(parameters));
            return client.getPage(client.addCrumb(request))
                    .getWebResponse()
                    .getContentAsString()
                    .strip();
        }
    }
}
