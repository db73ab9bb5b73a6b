package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the permissions for suggestions, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class FormSuggestionsITest {

    private static final String NO_SUGGESTIONS = "{\"values\":[],\"note\":\"\",\"unsupported\":false}";

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(plane, "allowed");
        jenkins.createFreeStyleProject("allowed");
        jenkins.createFreeStyleProject("other");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "configurer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator"));
        plane.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    @ParameterizedTest
    @CsvSource({
        "configurer,    allowed,  prod",
        "administrator, allowed,  prod",
    })
    void suggestsToUsersWhoMayConfigureAnAllowedJob(String user, String job, String cluster) throws Exception {
        // The first response may take longer than the time for which the form waits, so repeat the request.
        JSONObject suggestions = suggest(user, job, cluster);
        for (int i = 0; i < 10 && suggestions.getJSONArray("values").isEmpty(); i++) {
            suggestions = suggest(user, job, cluster);
        }

        assertThat(suggestions.getJSONArray("values").toString()).contains("\"settings\"");
    }

    @ParameterizedTest
    @CsvSource({
        "reader,        allowed,  prod",
        "configurer,    other,    prod",
        "administrator, other,    prod",
        "configurer,    allowed,  unknown",
        "administrator, other,    unknown",
    })
    void hidesSuggestionsAndClusterFromOthers(String user, String job, String cluster) throws Exception {
        assertThat(suggest(user, job, cluster).toString()).isEqualTo(NO_SUGGESTIONS);
    }

    @Test
    void doesNotQueryForbiddenNamespaces() throws Exception {
        Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
        cluster.getAccessRules().getFirst().setNamespaces(List.of("shop-*"));
        ClusterConfiguration.get().setClusters(List.of(cluster));

        assertThat(suggest("configurer", "allowed", "prod", "kube-system").toString())
                .isEqualTo(
                        "{\"values\":[],\"note\":\"No suggestions: the cluster configuration does not allow deploys to "
                                + "the namespace kube-system.\",\"unsupported\":false}");
    }

    @Test
    void respondsNotFoundWithoutReadPermission() throws Exception {
        assertThat(post(null, "job/allowed/", "prod").getWebResponse().getStatusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"configurer", "administrator"})
    void suggestsNothingOutsideOfAJob(String user) throws Exception {
        Page page = post(user, "", "prod");

        assertThat(JSONObject.fromObject(page.getWebResponse().getContentAsString())
                        .getJSONObject("data")
                        .toString())
                .isEqualTo(NO_SUGGESTIONS);
    }

    @Test
    void respondsOnlyToPost() throws Exception {
        try (JenkinsRule.WebClient client = client("administrator")) {
            assertThat(client.getPage(new URL(jenkins.getURL(), path("job/allowed/") + "?cluster=prod&kind=CONFIG_MAP"))
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
        }
    }

    @Test
    void formFieldsDeclareTheirSuggestionKind() throws Exception {
        FreeStyleProject job = (FreeStyleProject) jenkins.jenkins.getItem("allowed");
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read("""
                        name: web
                        controller:
                          statefulSet:
                            volumeClaimTemplates: [{name: d, storageClassName: fast, accessMode: ReadWriteOnce, storage: 1Gi}]
                        imagePullSecrets: [pull]
                        serviceAccountName: robot
                        nodeSelector: {disk: ssd}
                        networks: [{name: net}]
                        tolerations: [{key: a, value: b}]
                        containers:
                          - name: app
                            image: nginx
                            env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]
                        volumes:
                          - {name: c, configMap: {name: settings, items: [{key: mode, path: mode}]}}
                          - {name: s, secret: {secretName: tls}}
                          - {name: p, persistentVolumeClaim: {claimName: disk}}
                        """, "test.yaml", Workload.class).get(0));
        job.getBuildersList().add(new DeployWorkloadBuilder(step));

        try (JenkinsRule.WebClient client = client("administrator")) {
            HtmlPage page = client.getPage(job, "configure");

            List<HtmlElement> fields = page.getByXPath("//input[@data-suggestions]");
            assertThat(fields)
                    .filteredOn(field -> !field.getAttribute("value").isEmpty())
                    .extracting(field -> field.getAttribute("data-suggestions") + " " + field.getAttribute("value"))
                    .contains(
                            "STORAGE_CLASS fast",
                            "SECRET pull",
                            "SERVICE_ACCOUNT robot",
                            "NODE_LABEL disk",
                            "NODE_LABEL_VALUE ssd",
                            "NETWORK net",
                            "NODE_TAINT a",
                            "NODE_TAINT_VALUE b",
                            "CONFIG_MAP settings",
                            "CONFIG_KEY mode",
                            "SECRET tls",
                            "PERSISTENT_VOLUME_CLAIM disk");
        }
    }

    private JSONObject suggest(String user, String job, String cluster) throws Exception {
        return suggest(user, job, cluster, "default");
    }

    private JSONObject suggest(String user, String job, String cluster, String namespace) throws Exception {
        Page page = post(user, "job/" + job + "/", cluster, namespace);
        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(200);
        return JSONObject.fromObject(page.getWebResponse().getContentAsString()).getJSONObject("data");
    }

    private Page post(String user, String parent, String cluster) throws Exception {
        return post(user, parent, cluster, "default");
    }

    private Page post(String user, String parent, String cluster, String namespace) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path(parent)), HttpMethod.POST);
            request.setRequestParameters(List.of(
                    new NameValuePair("cluster", cluster),
                    new NameValuePair("namespace", namespace),
                    new NameValuePair("kind", "CONFIG_MAP")));
            return client.getPage(client.addCrumb(request));
        }
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user == null ? client : client.login(user);
    }

    private static String path(String parent) {
        return parent + "descriptorByName/" + DeployWorkloadStep.class.getName() + "/suggest";
    }
}
