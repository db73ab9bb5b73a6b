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

/** Who is told what a cluster has, in a real Jenkins with the real control plane. */
@Tag("control-plane")
@WithJenkins
class FormSuggestionsITest {

    private static final String NOTHING = "{\"values\":[],\"note\":\"\",\"unsupported\":false}";

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(plane, "allowed");
        jenkins.createFreeStyleProject("allowed");
        jenkins.createFreeStyleProject("stranger");
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
                        .withName("offered")
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
        // The first answer may take longer than the form waits.
        JSONObject answer = ask(user, job, cluster);
        for (int i = 0; i < 10 && answer.getJSONArray("values").isEmpty(); i++) {
            answer = ask(user, job, cluster);
        }

        assertThat(answer.getJSONArray("values").toString()).contains("\"offered\"");
    }

    @ParameterizedTest
    @CsvSource({
        "reader,        allowed,  prod",
        "configurer,    stranger, prod",
        "administrator, stranger, prod",
        "configurer,    allowed,  unknown",
        "administrator, stranger, unknown",
    })
    void hidesSuggestionsAndClusterFromOthers(String user, String job, String cluster) throws Exception {
        assertThat(ask(user, job, cluster).toString()).isEqualTo(NOTHING);
    }

    @Test
    void doesNotQueryForbiddenNamespaces() throws Exception {
        Cluster cluster = ClusterConfiguration.get().findCluster("prod").orElseThrow();
        cluster.setAllowedNamespaces(List.of("shop-*"));
        ClusterConfiguration.get().setClusters(List.of(cluster));

        assertThat(ask("configurer", "allowed", "prod", "kube-system").toString())
                .isEqualTo(
                        "{\"values\":[],\"note\":\"Nothing is offered: the cluster is not set up in Jenkins for deploys to "
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
                .isEqualTo(NOTHING);
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

    private JSONObject ask(String user, String job, String cluster) throws Exception {
        return ask(user, job, cluster, "default");
    }

    private JSONObject ask(String user, String job, String cluster, String namespace) throws Exception {
        Page page = post(user, "job/" + job + "/", cluster, namespace);
        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(200);
        return JSONObject.fromObject(page.getWebResponse().getContentAsString()).getJSONObject("data");
    }

    private Page post(String user, String place, String cluster) throws Exception {
        return post(user, place, cluster, "default");
    }

    private Page post(String user, String place, String cluster, String namespace) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path(place)), HttpMethod.POST);
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

    private static String path(String place) {
        return place + "descriptorByName/" + DeployWorkloadStep.class.getName() + "/suggest";
    }
}
