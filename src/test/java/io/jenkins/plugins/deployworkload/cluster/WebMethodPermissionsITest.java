package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

/** Tests the permissions for the web methods that use clusters. */
@WithJenkins
class WebMethodPermissionsITest {

    private static final String CLUSTER = "descriptorByName/" + Cluster.class.getName() + "/";
    private static final String RULE = "descriptorByName/io.jenkins.plugins.deployworkload.cluster.access.AccessRule/";
    private static final String STEP = "job/web/descriptorByName/io.jenkins.plugins.deployworkload.DeployWorkloadStep/";

    private static final String WORKLOAD =
            "job/web/descriptorByName/io.jenkins.plugins.deployworkload.workload.Workload/";

    /** The users. Each user is named after the permission that the user has. Anonymous users may read the job. */
    private static final List<String> USERS = List.of("anonymous", "read", "extended-read", "configure", "administer");

    private JenkinsRule jenkins;

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.EXTENDED_READ)
                .everywhere()
                .to("extended-read")
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
        cluster.setCredentialsId("k8s");
        cluster.setNamespace("default");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        jenkins.createFreeStyleProject("web");
    }

    private Page send(String user, HttpMethod method, String path, NameValuePair... parameters) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            if (!user.equals("anonymous")) {
                client.login(user);
            }
            client.setThrowExceptionOnFailingStatusCode(false);
            // Do not follow Jenkins' redirect to the login page, which an anonymous user without the permission gets.
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

    private static NameValuePair parameter(String name, String value) {
        return new NameValuePair(name, value);
    }

    /**
     * Each row has a web method, a part of its response, and the users who get this response with POST. With GET, no
     * user gets the response. The cluster's server does not exist. The row for suggestions needs no server, because the
     * cluster configuration does not allow reading Secrets.
     */
    @ParameterizedTest
    @CsvSource(
            value = {
                // web method, its parameters,                              response,  permitted users
                "STEP,    fillClusterItems,       ,                             prod,      extended-read configure administer",
                "STEP,    fillCredentialsIdItems, cluster=prod&credentialsId=,  k8s,       extended-read configure administer",
                "STEP,    suggest,                cluster=prod&namespace=default&kind=SECRET, No suggestions for Secrets, configure administer",
                "WORKLOAD, check/name,            value=No Name,                No Name,   extended-read configure administer",
                "CLUSTER, fillCredentialsIdItems, server=https://127.0.0.1:1&credentialsId=, k8s, administer",
                "CLUSTER, testConnection,         name=prod&server=https://127.0.0.1:1&credentialsId=k8s, 127.0.0.1:1, administer",
                "CLUSTER, showRole,               namespace=shop&listSecrets=true, namespace: \"shop\", administer",
                "RULE,    checkJobs,              value=**,                       matches all jobs, administer",
                "RULE,    checkNamespaces,        value=*,                        matches all namespaces, administer",
                "CLUSTER, check/namespace,        value=No Name,                No Name,   administer",
            })
    void webMethodsRespondOnlyToPermittedUsers(
            String descriptor, String method, String parameters, String expected, String permitted) throws Exception {
        String path =
                switch (descriptor) {
                    case "STEP" -> STEP;
                    case "WORKLOAD" -> WORKLOAD;
                    case "RULE" -> RULE;
                    default -> CLUSTER;
                };
        for (String user : USERS) {
            assertThat(responseTo(user, HttpMethod.POST, path + method, parameters)
                            .contains(expected))
                    .as(user + " by POST")
                    .isEqualTo(Set.of(permitted.split(" ")).contains(user));
            assertThat(responseTo(user, HttpMethod.GET, path + method, parameters))
                    .as(user + " by GET")
                    .doesNotContain(expected);
        }
    }

    private String responseTo(String user, HttpMethod method, String path, String parameters) throws Exception {
        NameValuePair[] pairs = parameters == null
                ? new NameValuePair[0]
                : Stream.of(parameters.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .map(pair -> parameter(pair[0], pair[1]))
                        .toArray(NameValuePair[]::new);
        Page page = send(user, method, path, pairs);
        if (method == HttpMethod.GET) {
            assertThat(page.getWebResponse().getStatusCode()).as(path).isIn(403, 404, 405);
            return "";
        }
        return page.getWebResponse().getContentAsString();
    }

    @Test
    void onlyAdministratorsCanTestConnections() throws Exception {
        for (String user : USERS) {
            Page page = send(
                    user,
                    HttpMethod.POST,
                    CLUSTER + "testConnection",
                    parameter("name", "prod"),
                    parameter("server", "https://127.0.0.1:1"),
                    parameter("credentialsId", "k8s"));
            assertThat(page.getWebResponse().getStatusCode()).as(user).isEqualTo(user.equals("administer") ? 200 : 403);
        }
    }

    @Test
    void doesNotConnectWithAnInvalidConfiguration() throws Exception {
        Page page = send(
                "administer",
                HttpMethod.POST,
                CLUSTER + "testConnection",
                parameter("name", "prod"),
                parameter("server", "http://127.0.0.1:1"),
                parameter("credentialsId", "k8s"));
        assertThat(page.getWebResponse().getContentAsString())
                .contains("is not an API server URL")
                .doesNotContain("cannot be reached");
    }

    @Test
    void keepsTheCurrentCredentialForUsersWhoCannotListOthers() throws Exception {
        for (String path : List.of(CLUSTER, STEP)) {
            assertThat(send(
                                    "read",
                                    HttpMethod.POST,
                                    path + "fillCredentialsIdItems",
                                    parameter("credentialsId", "current"))
                            .getWebResponse()
                            .getContentAsString())
                    .contains("current")
                    .doesNotContain("k8s");
        }
    }
}
