package io.jenkins.plugins.deployworkload.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SslContexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Sees by watches of its own, which share nothing with the engine, when the API server publishes what. An event has the time
 * at which its line was read; what is in it is looked at later, by another thread.
 */
final class Observer implements AutoCloseable {

    private static final List<String> PATHS = List.of(
            "/apis/apps/v1/deployments",
            "/api/v1/services",
            "/api/v1/configmaps",
            "/apis/autoscaling/v2/horizontalpodautoscalers");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long QUIET_MILLIS = 150;
    private static final long TIMEOUT_MILLIS = 120_000;

    private record Line(long stamp, String text) {}

    /** @param image that a Deployment runs as described, all of it, with this image; {@code null} if it does not */
    private record ObservedEvent(long stamp, String namespace, String name, String image) {}

    private final HttpClient client;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final List<ObservedEvent> events = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Observer(ControlPlane plane) throws IOException, InterruptedException {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SslContexts.trusting(plane.caCertificate()))
                .build();
        for (String path : PATHS) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(plane.server() + path + "?watch=true"))
                    .header("Authorization", "Bearer " + plane.adminToken())
                    .header("User-Agent", "bench")
                    .build();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            start(() -> read(answer));
        }
        start(this::parse);
    }

    private void start(Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name("observer").start(work));
    }

    private void read(HttpResponse<InputStream> answer) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                long stamp = System.nanoTime();
                unread.incrementAndGet();
                last.set(stamp);
                lines.add(new Line(stamp, line));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void parse() {
        try {
            while (true) {
                Line line = lines.take();
                JsonNode object = MAPPER.readTree(line.text()).path("object");
                synchronized (events) {
                    events.add(new ObservedEvent(
                            line.stamp(),
                            object.at("/metadata/namespace").asText(),
                            object.at("/metadata/name").asText(),
                            runningImage(object)));
                }
                unread.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String runningImage(JsonNode object) {
        JsonNode status = object.path("status");
        int wanted = object.at("/spec/replicas").asInt(-1);
        boolean runs = "Deployment".equals(object.path("kind").asText())
                && status.path("observedGeneration").asLong()
                        == object.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == wanted
                && status.path("updatedReplicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted;
        return runs ? object.at("/spec/template/spec/containers/0/image").asText() : null;
    }

    /** When the first of a workload's objects showed as written, after that moment. */
    long firstWrite(String namespace, String name, long after) {
        return first(
                after,
                event -> event.namespace().equals(namespace) && event.name().equals(name));
    }

    /** When it first showed that the workload runs with this image, after that moment. */
    long published(String namespace, String name, String image, long after) {
        return first(
                after,
                event -> event.namespace().equals(namespace)
                        && event.name().equals(name)
                        && image.equals(event.image()));
    }

    /** Who came by it over another connection may have heard of it a little earlier. */
    private long first(long after, Predicate<ObservedEvent> condition) {
        for (int millis = 0; millis < TIMEOUT_MILLIS; millis += 5) {
            synchronized (events) {
                OptionalLong first = events.stream()
                        .filter(event -> event.stamp() >= after && condition.test(event))
                        .mapToLong(ObservedEvent::stamp)
                        .min();
                if (first.isPresent()) {
                    return first.getAsLong();
                }
            }
            pause(5);
        }
        throw new IllegalStateException("the observer has not seen what was deployed");
    }

    /** Returns when nothing more was published for a while: what comes next is not disturbed by what was before. */
    void awaitQuiet() {
        while (System.nanoTime() - last.get() < QUIET_MILLIS * 1_000_000) {
            pause(QUIET_MILLIS / 5);
        }
        awaitParsed();
    }

    /** Returns when what was read up to now is known. */
    private void awaitParsed() {
        pause(20);
        while (unread.get() > 0) {
            pause(1);
        }
    }

    /** Forgets what it has seen. */
    void clear() {
        synchronized (events) {
            events.clear();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.forEach(Thread::interrupt);
    }
}
