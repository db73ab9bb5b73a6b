package io.jenkins.plugins.deployworkload.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server without TLS that answers each request as a test says, and remembers the requests. */
public final class StubRegistry implements AutoCloseable {

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public StubRegistry(Handler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestURI() + (login == null ? "" : " " + login.split(" ")[0]));
            try (exchange) {
                handler.answer(exchange);
            }
        });
        server.start();
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The paths with queries, each with the scheme of its login if it has one. */
    public List<String> requests() {
        return requests;
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url() {
        return "http://" + host();
    }

    public RegistrySettings settings() {
        return settings(null, Set.of(), Set.of());
    }

    public RegistrySettings settings(RegistrySettings.Login login, Set<String> tokenHosts, Set<String> storageHosts) {
        return new RegistrySettings(
                RegistryAddress.parse(url()).orElseThrow(),
                null,
                login,
                tokenHosts,
                storageHosts,
                new ProxySetting.Direct());
    }

    public RegistryClient client() {
        return new RegistryClient(settings());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
