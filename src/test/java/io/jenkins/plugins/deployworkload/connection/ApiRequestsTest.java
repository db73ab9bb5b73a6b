package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiRequestsTest {

    @Test
    void whatIsNoObjectComesAsItIs() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/log", exchange -> {
            boolean previous = "previous=true".equals(exchange.getRequestURI().getQuery());
            byte[] body = (previous ? "시작\nend: {" : "{\"kind\":\"Status\",\"message\":\"no such container\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(previous ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ClientFactory(new Route.Direct()))
                .build()) {
            ApiRequests requests = new ApiRequests(client, address);
            assertThat(requests.text(ApiRequest.get("/log", Map.of("previous", "true")))
                            .join())
                    .isEqualTo("시작\nend: {");
            assertThatThrownBy(() ->
                            requests.text(ApiRequest.get("/log", Map.of())).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessage("no such container");
        } finally {
            server.stop(0);
        }
    }
}
