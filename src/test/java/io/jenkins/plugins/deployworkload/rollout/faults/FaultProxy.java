package io.jenkins.plugins.deployworkload.rollout.faults;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A local proxy between a client and the API server, with plain HTTP/1.1 on the client's side. The proxy counts the
 * requests, and applies an action to each request.
 */
final class FaultProxy implements AutoCloseable {

    /**
     * The maximum number of requests. A client that sends more requests is in an endless loop, so the proxy resets its
     * connections.
     */
    private static final int MAX_REQUESTS = 5000;

    /** Disables Nagle's algorithm, so that all bytes before the end of a connection are sent. */
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final HttpClient upstream;
    private final String target;
    private final Function<ProxiedRequest, ProxyAction> plan;
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<HttpResponse<InputStream>> watches = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param upstream an HTTP client that trusts the API server; the caller closes it
     * @param plan returns the action for each request; called by many threads
     */
    FaultProxy(String target, HttpClient upstream, Function<ProxiedRequest, ProxyAction> plan) {
        this.target = target;
        this.upstream = upstream;
        this.plan = plan;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String server() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    /** Ends all open watches, as an API server does before it stops. */
    void endWatches() {
        watches.forEach(FaultProxy::closeQuietly);
    }

    @Override
    public void close() {
        server.stop(0);
        endWatches();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        ProxiedRequest request = ProxiedRequest.of(
                requests.incrementAndGet(), exchange.getRequestMethod(), uri.getPath(), uri.getRawQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        ProxyAction action = request.number() > MAX_REQUESTS ? new ProxyAction.DropRequest() : plan.apply(request);
        if (action instanceof ProxyAction.DropRequest) {
            throw broken();
        }
        if (action instanceof ProxyAction.Respond answer) {
            answer(exchange, answer);
            return;
        }
        HttpResponse<InputStream> response = send(exchange, body, action);
        if (request.isWatch() && response.statusCode() == 200) {
            watches.add(response);
            try {
                stream(exchange, response, action);
            } finally {
                watches.remove(response);
                closeQuietly(response);
            }
        } else {
            reply(exchange, response, action);
        }
    }

    private HttpResponse<InputStream> send(HttpExchange exchange, byte[] body, ProxyAction action) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"Authorization", "Content-Type", "Accept", "User-Agent"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null && !(name.equals("Accept") && action instanceof ProxyAction.WithoutAccept)) {
                boolean isReplaced = name.equals("Authorization") && action instanceof ProxyAction.ReplaceCredential;
                builder.header(name, isReplaced ? "Bearer nobody-knows-this" : value);
            }
        }
        try {
            return upstream.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken();
        }
    }

    private static void answer(HttpExchange exchange, ProxyAction.Respond answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.body().startsWith("{") ? "application/json" : "text/html");
        if (answer.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(answer.retryAfter()));
        }
        exchange.sendResponseHeaders(answer.code(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void reply(HttpExchange exchange, HttpResponse<InputStream> response, ProxyAction action)
            throws IOException {
        byte[] body = response.body().readAllBytes();
        head(exchange, response);
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        OutputStream out = exchange.getResponseBody();
        int firstHalf = body.length / 2;
        out.write(body, 0, firstHalf);
        out.flush();
        switch (action) {
            case ProxyAction.DropResponse drop -> throw broken();
            case ProxyAction.StallResponse stall -> stall.release().join();
            default -> {
                // The stall is over, so send the second half of the body.
            }
        }
        out.write(body, firstHalf, body.length - firstHalf);
        exchange.close();
    }

    private static void stream(HttpExchange exchange, HttpResponse<InputStream> response, ProxyAction action)
            throws IOException {
        head(exchange, response);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        int remaining = action instanceof ProxyAction.EndWatch end ? end.events() : Integer.MAX_VALUE;
        byte[] buffer = new byte[16 * 1024];
        while (remaining > 0) {
            int n = read(response, buffer);
            if (n < 0) {
                break;
            }
            int end = 0;
            while (end < n && remaining > 0) {
                if (buffer[end++] == '\n') {
                    remaining--;
                }
            }
            out.write(buffer, 0, end);
            out.flush();
        }
        if (action instanceof ProxyAction.EndWatch end && !end.last().isEmpty()) {
            out.write(end.last().getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (!end.last().endsWith("\n")) {
                throw broken();
            }
        }
        exchange.close();
    }

    /** @return the number of bytes; -1 if the response has ended or {@link #endWatches} has closed the watch */
    private static int read(HttpResponse<InputStream> response, byte[] buffer) {
        try {
            return response.body().read(buffer);
        } catch (IOException ended) {
            return -1;
        }
    }

    private static void head(HttpExchange exchange, HttpResponse<?> response) {
        Headers headers = exchange.getResponseHeaders();
        for (String name : new String[] {"Content-Type", "Warning", "Retry-After"}) {
            response.headers().allValues(name).forEach(value -> headers.add(name, value));
        }
    }

    /** Returns an exception for the handler to throw, which makes {@code HttpServer} close the connection. */
    private static IOException broken() {
        return new IOException("The connection breaks here");
    }

    private static void closeQuietly(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException closedAlready) {
            // Closed already.
        }
    }
}
