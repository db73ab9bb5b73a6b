package io.jenkins.plugins.deployworkload.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.client.ConnectProxy;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.Whoami;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.client.watch.RecordingEventHandler;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("control-plane")
@Timeout(300)
@Isolated("sets the proxy of the Java process")
class ProxySettingTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final ConnectionPool pool = new ConnectionPool(scheduler);

    @AfterEach
    void end() {
        assertThat(pool.size()).isZero();
        scheduler.shutdownNow();
    }

    private Connection open(ProxySetting setting) {
        return pool.open(new ConnectionConfig(
                plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken()), null, setting));
    }

    private static ProxySetting settingFor(ConnectProxy proxy) {
        return new ProxySetting.HttpProxy("127.0.0.1", proxy.port(), null, null);
    }

    @Test
    void requestsAndWatchesGoThroughTheProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.open();
                Connection connection = open(settingFor(proxy))) {
            String api = URI.create(plane.server()).getAuthority();
            assertThat(Whoami.of(connection)).isEqualTo("admin");
            assertThat(proxy.targets()).containsOnly(api);
            int requests = proxy.targets().size();
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "through-proxy", "value", handler);
            assertThat(handler.awaitList()).isEmpty();
            while (proxy.targets().size() == requests) {
                // Wait for the watch, which is opened right after the list.
                Thread.onSpinWait();
            }
            assertThat(proxy.targets()).containsOnly(api);
        }
    }

    @Test
    void directConnectionIgnoresTheProxyOfTheJavaRuntime() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (ConnectProxy proxy = ConnectProxy.open()) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            try (Connection direct = open(new ProxySetting.Direct());
                    Connection javaDefault = open(new ProxySetting.JavaDefault())) {
                assertThat(Whoami.of(direct)).isEqualTo("admin");
                assertThat(proxy.targets()).isEmpty();
                assertThat(Whoami.of(javaDefault)).isEqualTo("admin");
                assertThat(proxy.targets()).isNotEmpty();
            }
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void reportsAProxyThatRequiresAuthentication() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.respondingWith("407 Proxy Authentication Required");
                Connection connection = open(settingFor(proxy))) {
            assertThatThrownBy(() -> Whoami.of(connection))
                    .satisfies(problem -> assertThat(connection.failure(problem))
                            .isEqualTo(new ConnectionFailure(
                                    ConnectionFailure.Kind.UNREACHABLE,
                                    plane.server() + " cannot be reached: the proxy requires a user name and password"
                                            + " (HTTP 407).")));
        }
    }

    @Test
    void doesNotShareConnectionsAcrossProxySettings() {
        try (Connection direct = open(new ProxySetting.Direct());
                Connection proxy = open(new ProxySetting.HttpProxy("proxy.example", 3128, null, null));
                Connection user = open(new ProxySetting.HttpProxy("proxy.example", 3128, "user", "secret"))) {
            assertThat(pool.size()).isEqualTo(3);
            assertThat(direct.client()).isNotSameAs(proxy.client()).isNotSameAs(user.client());
        }
        assertThat(new ProxySetting.HttpProxy("proxy.example", 3128, "user", "secret").toString())
                .doesNotContain("secret");
    }
}
