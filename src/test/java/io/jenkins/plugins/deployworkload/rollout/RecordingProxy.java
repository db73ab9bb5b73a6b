package io.jenkins.plugins.deployworkload.rollout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.deployworkload.controlplane.SslContexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A proxy in front of an API server. The proxy forwards requests unchanged, and records them. */
public final class RecordingProxy implements AutoCloseable {

    /** @param query the encoded query string; {@code null} if the request has none */
    public record Request(String method, String path, String query) {

        public boolean isWatch() {
            return query != null && query.contains("watch=true");
        }

        public boolean isDryRun() {
            return query != null && query.contains("dryRun=All");
        }

        /** Whether the request applies an object. Other patches, such as that of the fence, do not validate fields. */
        public boolean isApply() {
            return method.equals("PATCH") && isWrite() && query != null && query.contains("fieldValidation");
        }

        public boolean isWrite() {
            return !method.equals("GET") && !isDryRun();
        }

        /**
         * The resource of the request, for example {@code deployments}, for a request for a single object or for a
         * list.
         */
        public String resource() {
            String[] parts = path.split("/namespaces/[^/]+/")[1].split("/");
            return parts[0];
        }
    }

    private final List<Request> requests = new ArrayList<>();
    private int conflicts;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private Predicate<Request> held = request -> false;
    private Predicate<Request> dropped = request -> false;
    private Predicate<Request> failing = request -> false;
    private Predicate<Request> forbidden = request -> false;
    private int timesForbidden;
    private Predicate<Request> rejected = request -> false;
    private int timesRejected;
    private int retryAfter;
    private int rejections;
    private final CountDownLatch anyRejected = new CountDownLatch(1);
    private UnaryOperator<String> rewriting;
    private final String target;
    private final HttpClient client;
    private final HttpServer server;

    public RecordingProxy(String target, String caCertificate) throws IOException {
        this.target = target;
        this.client = HttpClient.newBuilder()
                .sslContext(SslContexts.trusting(caCertificate))
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::forward);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the requests since the last call of this method. */
    public synchronized List<Request> takeRequests() {
        List<Request> sent = List.copyOf(requests);
        requests.clear();
        conflicts = 0;
        return sent;
    }

    /**
     * The number of writes since {@link #takeRequests} that failed with 409, for example because a controller has
     * written the status.
     */
    synchronized int conflicts() {
        return conflicts;
    }

    /** Holds matching requests until the returned latch is released. */
    public synchronized CountDownLatch hold(Predicate<Request> filter) {
        held = filter;
        return released;
    }

    /** Forwards the first matching request, and drops its response. */
    public synchronized void dropResponse(Predicate<Request> filter) {
        dropped = filter;
    }

    /** Answers matching requests with 503 from now on. */
    public synchronized void fail(Predicate<Request> filter) {
        failing = filter;
    }

    /** Answers the first matching request with 403, like an API server that has not loaded its roles yet. */
    synchronized void forbidOnce(Predicate<Request> filter) {
        forbid(1, filter);
    }

    /**
     * Answers the first matching requests with 403.
     *
     * @param times the number of requests
     */
    public synchronized void forbid(int times, Predicate<Request> filter) {
        timesForbidden = times;
        forbidden = filter;
    }

    /**
     * Answers the first matching requests with 429 from now on.
     *
     * @param times the number of requests
     * @param seconds the value of {@code Retry-After}
     */
    public synchronized void reject(int times, int seconds, Predicate<Request> filter) {
        timesRejected = times;
        retryAfter = seconds;
        rejected = filter;
    }

    /**
     * Changes every JSON response from now on.
     *
     * @param rewriter receives the body of a response, or one line of a watch
     */
    public synchronized void rewrite(UnaryOperator<String> rewriter) {
        rewriting = rewriter;
    }

    /** The number of requests that were answered with 429. */
    synchronized int rejections() {
        return rejections;
    }

    void awaitRejection() throws InterruptedException {
        anyRejected.await();
    }

    public void awaitHeld() throws InterruptedException {
        arrived.await();
    }

    static Set<String> watched(List<Request> requests) {
        return requests.stream().filter(Request::isWatch).map(Request::resource).collect(Collectors.toSet());
    }

    private void forward(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        Request request = new Request(exchange.getRequestMethod(), uri.getPath(), uri.getRawQuery());
        boolean hold;
        boolean drop;
        boolean fail;
        boolean forbid;
        boolean reject;
        UnaryOperator<String> rewriter;
        synchronized (this) {
            requests.add(request);
            hold = held.test(request);
            fail = failing.test(request);
            drop = dropped.test(request);
            dropped = drop ? any -> false : dropped;
            forbid = timesForbidden > 0 && forbidden.test(request);
            timesForbidden -= forbid ? 1 : 0;
            reject = timesRejected > 0 && rejected.test(request);
            timesRejected -= reject ? 1 : 0;
            rejections += reject ? 1 : 0;
            rewriter = rewriting;
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(target + uri));
        for (String header : List.of("Authorization", "Content-Type", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                builder.header(header, value);
            }
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        builder.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        try (exchange) {
            if (hold) {
                arrived.countDown();
                released.await();
            }
            if (fail || forbid) {
                exchange.sendResponseHeaders(fail ? 503 : 403, -1);
                return;
            }
            if (reject) {
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfter));
                exchange.sendResponseHeaders(429, -1);
                anyRejected.countDown();
                return;
            }
            HttpResponse<InputStream> answer = client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() == 409) {
                countConflict();
            }
            if (drop) {
                // Send no answer: the exchange is then closed, which also closes its connection.
                return;
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            answer.headers()
                    .allValues("Warning")
                    .forEach(text -> exchange.getResponseHeaders().add("Warning", text));
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            try (InputStream in = answer.body();
                    OutputStream out = exchange.getResponseBody()) {
                if (rewriter != null
                        && "application/json"
                                .equals(answer.headers()
                                        .firstValue("Content-Type")
                                        .orElse(""))) {
                    rewrite(in, out, rewriter);
                    return;
                }
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rewrite(InputStream in, OutputStream out, UnaryOperator<String> rewriter) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.write((rewriter.apply(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private synchronized void countConflict() {
        conflicts++;
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
