package io.jenkins.plugins.deployworkload.client.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiscoveryTest {

    private static final String AGGREGATED_CORE = """
            {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": [
              {"metadata": {}, "versions": [{"version": "v1", "resources": [
                {"resource": "namespaces", "responseKind": {"kind": "Namespace"}, "scope": "Cluster",
                 "subresources": [{"subresource": "status"}]},
                {"resource": "configmaps", "responseKind": {"kind": "ConfigMap"}, "scope": "Namespaced"}]}]}]}""";

    private static final String AGGREGATED_GROUPS = """
            {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": [
              {"metadata": {"name": "batch"}, "versions": [
                {"version": "v1", "resources": [
                  {"resource": "cronjobs", "responseKind": {"kind": "CronJob"}, "scope": "Namespaced"}]},
                {"version": "v1beta1", "resources": [
                  {"resource": "cronjobs", "responseKind": {"kind": "CronJob"}, "scope": "Namespaced"}]}]}]}""";

    private final Map<String, String> responses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private HttpServer server;
    private Connection connection;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            String body = responses.get(path);
            byte[] bytes = (body == null ? "{\"kind\":\"Status\",\"message\":\"unavailable\"}" : body)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        "http://127.0.0.1:" + server.getAddress().getPort(), null, new TokenCredential("secret")));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
        scheduler.shutdownNow();
    }

    private Optional<ServedKind> find(String apiVersion, String kind) {
        return connection.discovery().find(apiVersion, kind);
    }

    private void respondAggregated() {
        responses.put("/api", AGGREGATED_CORE);
        responses.put("/apis", AGGREGATED_GROUPS);
    }

    @Test
    void readsAggregatedDiscoveryOnce() {
        respondAggregated();
        assertThat(find("v1", "Namespace"))
                .contains(new ServedKind(ResourceType.generic("v1", "Namespace", "namespaces", false), true));
        assertThat(find("v1", "ConfigMap"))
                .contains(new ServedKind(ResourceType.generic("v1", "ConfigMap", "configmaps", true), false));
        assertThat(find("batch/v1", "CronJob")).isPresent();
        assertThat(connection.discovery().apiVersions("CronJob")).containsExactly("batch/v1", "batch/v1beta1");
        assertThat(requests).containsExactlyInAnyOrder("/api", "/apis");
    }

    @Test
    void readsOnceMoreForUnknownKind() {
        respondAggregated();
        assertThat(find("example.com/v1", "Widget")).isEmpty();
        responses.put(
                "/apis",
                AGGREGATED_GROUPS
                        .replace("batch", "example.com")
                        .replace("cronjobs", "widgets")
                        .replace("CronJob", "Widget"));
        assertThat(find("example.com/v1", "Widget"))
                .map(kind -> kind.type().plural())
                .contains("widgets");
        assertThat(find("example.com/v1", "Gadget")).isEmpty();
        assertThat(requests).hasSize(2 * 3);
    }

    /** Servers before Kubernetes 1.26 list groups, and the kinds of one version of a group at a time. */
    @Test
    void readsOldServers() {
        responses.put("/api", "{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}");
        responses.put("/apis", """
                {"kind": "APIGroupList", "groups": [
                  {"name": "apps", "versions": [{"groupVersion": "apps/v1"}]},
                  {"name": "metrics.k8s.io", "versions": [{"groupVersion": "metrics.k8s.io/v1"}]}]}""");
        responses.put("/api/v1", """
                {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
                  {"name": "namespaces", "kind": "Namespace", "namespaced": false}]}""");
        responses.put("/apis/apps/v1", """
                {"kind": "APIResourceList", "groupVersion": "apps/v1", "resources": [
                  {"name": "deployments", "kind": "Deployment", "namespaced": true},
                  {"name": "deployments/scale", "kind": "Scale", "namespaced": true},
                  {"name": "deployments/status", "kind": "Deployment", "namespaced": true}]}""");
        assertThat(find("v1", "Namespace")).map(ServedKind::hasStatus).contains(false);
        assertThat(find("apps/v1", "Deployment"))
                .contains(new ServedKind(ResourceType.generic("apps/v1", "Deployment", "deployments", true), true));
        assertThat(find("apps/v1", "Scale")).isEmpty();
    }

    @Test
    void reportsErrorAndTriesAgain() {
        assertThatThrownBy(() -> find("v1", "Namespace")).isInstanceOf(KubernetesClientException.class);
        respondAggregated();
        assertThat(find("v1", "Namespace")).isPresent();
    }

    @Test
    void refusesHugeResponse() {
        respondAggregated();
        responses.put("/apis", AGGREGATED_GROUPS + " ".repeat(Discovery.MAX_RESPONSE_SIZE));
        assertThatThrownBy(() -> find("v1", "Namespace"))
                .hasMessage("The list of kinds at /apis is larger than 32 MiB.");
    }

    /** A proxy responds in place of the API server. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "<html><body>Welcome</body></html>", "{\"kind\": \"Status\"}", ""})
    void refusesResponseThatIsNoList(String response) {
        respondAggregated();
        responses.put("/apis", response);
        assertThatThrownBy(() -> find("batch/v1", "CronJob")).isInstanceOf(KubernetesClientException.class);
        respondAggregated();
        assertThat(find("batch/v1", "CronJob")).isPresent();
    }

    @Test
    void describesResponseThatIsNoList() {
        responses.put("/api", "{}");
        responses.put("/apis", AGGREGATED_GROUPS);
        assertThatThrownBy(() -> find("v1", "Namespace"))
                .satisfies(problem -> assertThat(connection.failure(problem).message())
                        .endsWith(
                                ": The response at /api is not a list of kinds. Check whether a proxy responds in place"
                                        + " of the API server."));
    }

    /** The API server of a group may not respond while all other groups are available. */
    @Test
    void reportsUnavailableGroupOnlyForItsKinds() {
        respondAggregated();
        responses.put("/apis", AGGREGATED_GROUPS.replace("\"v1beta1\"", "\"v1beta1\", \"freshness\": \"Stale\""));
        assertThat(find("batch/v1", "CronJob")).isPresent();
        assertThat(find("batch/v1", "Widget")).isEmpty();
        assertThat(find("batch/v1beta1", "CronJob")).isPresent();
        assertThatThrownBy(() -> find("batch/v1beta1", "Widget"))
                .satisfies(problem -> assertThat(connection.failure(problem).message())
                        .endsWith(": The kinds of batch/v1beta1 are not available, because the API server of this group"
                                + " does not respond."));
    }

    @Test
    void reportsUnavailableGroupOfOldServers() {
        responses.put("/api", "{\"kind\": \"APIVersions\", \"versions\": []}");
        responses.put("/apis", """
                {"kind": "APIGroupList", "groups": [
                  {"name": "metrics.k8s.io", "versions": [{"groupVersion": "metrics.k8s.io/v1"}]}]}""");
        assertThatThrownBy(() -> find("metrics.k8s.io/v1", "PodMetrics"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessage("unavailable");
        assertThat(find("example.com/v1", "Widget")).isEmpty();
    }

    @Test
    void ignoresMalformedEntries() {
        responses.put(
                "/api", "{\"kind\": \"APIGroupDiscoveryList\", \"items\": [{\"versions\": [{\"resources\": [{}]}]}]}");
        responses.put("/apis", "{\"kind\": \"APIGroupDiscoveryList\"}");
        assertThat(find("v1", "Namespace")).isEmpty();
    }
}
