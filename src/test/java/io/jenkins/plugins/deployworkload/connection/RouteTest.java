package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
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

@Tag("control-plane")
@Timeout(300)
class RouteTest {

    private final ControlPlane plane = SharedControlPlane.get();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Connections connections = new Connections(scheduler);

    @AfterEach
    void end() {
        assertThat(connections.size()).isZero();
        scheduler.shutdownNow();
    }

    private Connection open(Route route) {
        return connections.open(new ConnectionConfig(
                plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken()), null, route));
    }

    private static Route through(ConnectProxy proxy) {
        return new Route.Proxy("127.0.0.1", proxy.port(), null, null);
    }

    @Test
    void requestsAndWatchesGoThroughTheProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.open();
                Connection connection = open(through(proxy))) {
            String api = URI.create(plane.server()).getAuthority();
            assertThat(Whoami.of(connection)).isEqualTo("admin");
            assertThat(proxy.targets()).containsOnly(api);
            int requests = proxy.targets().size();
            Recorder<ConfigMap> recorder = new Recorder<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "through-proxy", "value", recorder);
            assertThat(recorder.awaitPresent()).isEmpty();
            while (proxy.targets().size() == requests) {
                // The watch opens right after its list.
                Thread.onSpinWait();
            }
            assertThat(proxy.targets()).containsOnly(api);
        }
    }

    @Test
    void directMeansWithoutTheProxyOfTheJavaRuntime() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (ConnectProxy proxy = ConnectProxy.open()) {
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())));
            try (Connection direct = open(new Route.Direct());
                    Connection runtime = open(new Route.JavaRuntime())) {
                assertThat(Whoami.of(direct)).isEqualTo("admin");
                assertThat(proxy.targets()).isEmpty();
                assertThat(Whoami.of(runtime)).isEqualTo("admin");
                assertThat(proxy.targets()).isNotEmpty();
            }
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void aProxyThatWantsAPasswordIsTold() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.answering("407 Proxy Authentication Required");
                Connection connection = open(through(proxy))) {
            assertThatThrownBy(() -> Whoami.of(connection))
                    .satisfies(problem -> assertThat(connection.failure(problem))
                            .isEqualTo(new ConnectionFailure(
                                    ConnectionFailure.Kind.UNREACHABLE,
                                    plane.server() + " cannot be reached: the proxy wants a user name and password"
                                            + " (HTTP 407).")));
        }
    }

    @Test
    void connectionsOnOtherRoutesAreOtherConnections() {
        try (Connection direct = open(new Route.Direct());
                Connection proxy = open(new Route.Proxy("proxy.example", 3128, null, null));
                Connection user = open(new Route.Proxy("proxy.example", 3128, "user", "secret"))) {
            assertThat(connections.size()).isEqualTo(3);
            assertThat(direct.client()).isNotSameAs(proxy.client()).isNotSameAs(user.client());
        }
        assertThat(new Route.Proxy("proxy.example", 3128, "user", "secret").toString())
                .doesNotContain("secret");
    }
}
