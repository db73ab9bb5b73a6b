package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.net.URL;
import java.util.List;
import java.util.stream.Stream;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Tests pages that use the Kubernetes client, in a Jenkins that has a separate class loader for each plugin. All other
 * tests have one class loader for all classes. The Kubernetes client loads services with the context class loader of
 * the thread, which is not the plugin's class loader while Jenkins renders a page.
 */
@Tag("control-plane")
class ClassLoaderITest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @Test
    void pagesReachClusterWithPluginClassLoader() throws Throwable {
        ControlPlane plane = SharedControlPlane.get();
        plane.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("suggested")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .serverSideApply();

        jenkins.startJenkins();
        jenkins.runRemotely(
                ClassLoaderITest::connectionTestAndSuggestionsWork,
                plane.server(),
                plane.caCertificate(),
                plane.adminToken());
    }

    private static void connectionTestAndSuggestionsWork(
            JenkinsRule rule, String server, String caCertificate, String token) throws Throwable {
        // Disable crumbs, because a crumb needs a browser session and this test has no session.
        rule.jenkins.setCrumbIssuer(null);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "k8s", "", Secret.fromString(token)));
        Cluster cluster = new Cluster("prod");
        cluster.setServer(server);
        cluster.setCaCertificate(caCertificate);
        cluster.setCredentialsId("k8s");
        cluster.setNamespace("default");
        cluster.setAccessRules(List.of(new AccessRule(List.of("shop"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        rule.createFreeStyleProject("shop");

        assertThat(post(
                        rule,
                        "descriptorByName/" + Cluster.class.getName() + "/testConnection",
                        "name=prod",
                        "server=" + server,
                        "caCertificate=" + caCertificate,
                        "credentialsId=k8s",
                        "namespace=default"))
                .contains("The account has all permissions to deploy to the namespace default.");

        String suggest = "job/shop/descriptorByName/" + DeployWorkloadStep.class.getName() + "/suggest";
        String suggestions = post(rule, suggest, "cluster=prod", "namespace=default", "kind=CONFIG_MAP");
        // The first request may take longer than the time for which the form waits, so repeat it.
        for (int i = 0; i < 10 && !suggestions.contains("\"suggested\""); i++) {
            suggestions = post(rule, suggest, "cluster=prod", "namespace=default", "kind=CONFIG_MAP");
        }
        assertThat(suggestions).contains("\"suggested\"");
    }

    private static String post(JenkinsRule rule, String path, String... parameters) throws Exception {
        try (JenkinsRule.WebClient client = rule.createWebClient()) {
            WebRequest request = new WebRequest(new URL(rule.getURL(), path), HttpMethod.POST);
            request.setRequestParameters(Stream.of(parameters)
                    .map(parameter -> parameter.split("=", 2))
                    .map(pair -> new NameValuePair(pair[0], pair[1]))
                    .toList());
            return client.getPage(request).getWebResponse().getContentAsString();
        }
    }
}
