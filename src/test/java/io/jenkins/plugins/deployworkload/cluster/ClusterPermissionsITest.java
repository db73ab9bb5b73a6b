package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Item;
import hudson.util.Secret;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may ask what of the web methods about clusters. */
@WithJenkins
class ClusterPermissionsITest {

    private static final String CLUSTER = "descriptorByName/" + Cluster.class.getName() + "/";
    private static final String STEP = "job/web/descriptorByName/io.jenkins.plugins.deployworkload.DeployWorkloadStep/";

    private JenkinsRule jenkins;

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("read")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configure")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administer"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "k8s", "", Secret.fromString("token")));
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setAllowedJobs(List.of("**"));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        jenkins.createFreeStyleProject("web");
    }

    private Page send(String user, HttpMethod method, String path, NameValuePair... parameters) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            if (!user.equals("anonymous")) {
                client.login(user);
            }
            client.setThrowExceptionOnFailingStatusCode(false);
            // Jenkins' refusal sends those who are not logged in on to the login page.
            client.setRefreshHandler((page, url, seconds) -> {});
            client.setJavaScriptEnabled(false);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            request.setRequestParameters(List.of(parameters));
            if (method == HttpMethod.POST) {
                client.addCrumb(request);
            }
            return client.getPage(request);
        }
    }

    private static NameValuePair with(String name, String value) {
        return new NameValuePair(name, value);
    }

    @ParameterizedTest
    @CsvSource({"anonymous, 403", "read, 403", "configure, 403", "administer, 200"})
    void onlyAdministratorsMayHaveJenkinsConnectSomewhere(String user, int status) throws Exception {
        Page page = send(
                user,
                HttpMethod.POST,
                CLUSTER + "testConnection",
                with("name", "prod"),
                with("server", "https://127.0.0.1:1"),
                with("credentialsId", "k8s"));
        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(status);
        assertThat(page.getWebResponse().getContentAsString().contains("cannot be reached"))
                .isEqualTo(status == 200);
    }

    @ParameterizedTest
    @CsvSource({"anonymous, false", "read, false", "configure, false", "administer, true"})
    void onlyAdministratorsSeeTheCredentialsOfJenkins(String user, boolean seen) throws Exception {
        Page page = send(
                user,
                HttpMethod.POST,
                CLUSTER + "fillCredentialsIdItems",
                with("credentialsId", "current"),
                with("server", "https://127.0.0.1:1"));
        String content = page.getWebResponse().getContentAsString();
        assertThat(content.contains("k8s")).isEqualTo(seen);
        if (!user.equals("anonymous")) {
            assertThat(content).contains("current");
        }
    }

    @ParameterizedTest
    @CsvSource({"anonymous, false", "read, false", "configure, true", "administer, true"})
    void whoConfiguresAJobSeesItsCredentialsAndClusters(String user, boolean seen) throws Exception {
        String credentials = send(
                        user, HttpMethod.POST, STEP + "fillCredentialsIdItems", with("credentialsId", "current"))
                .getWebResponse()
                .getContentAsString();
        assertThat(credentials.contains("k8s")).isEqualTo(seen);
        String clusters = send(user, HttpMethod.POST, STEP + "fillClusterItems", with("cluster", ""))
                .getWebResponse()
                .getContentAsString();
        assertThat(clusters.contains("prod")).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource({"read, false", "configure, false", "administer, true"})
    void onlyAdministratorsAreToldWhatIsWrongWithAField(String user, boolean told) throws Exception {
        String answer = send(user, HttpMethod.POST, CLUSTER + "check/namespace", with("value", "No Name"))
                .getWebResponse()
                .getContentAsString();
        assertThat(answer.contains("No Name")).isEqualTo(told);
    }

    @Test
    void nothingIsAnsweredToGet() throws Exception {
        for (String path : List.of(
                CLUSTER + "testConnection?name=prod&server=https://127.0.0.1:1&credentialsId=k8s",
                CLUSTER + "fillCredentialsIdItems?credentialsId=&server=",
                CLUSTER + "check/namespace?value=No",
                STEP + "fillCredentialsIdItems?credentialsId=")) {
            Page page = send("administer", HttpMethod.GET, path);
            assertThat(page.getWebResponse().getStatusCode()).as(path).isIn(404, 405);
            assertThat(page.getWebResponse().getContentAsString()).doesNotContain("k8s\"");
        }
    }
}
