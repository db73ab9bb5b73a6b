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
 * Records when the API server publishes changes. The observer has its own watches, which are independent of the
 * engine's watches. The time of an event is the time at which its line was read. Another thread parses the lines later,
 * so that parsing does not delay reading.
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

    /**
     * @param image image of the Deployment if its controller has observed the last change and all pods are updated and
     *     available; otherwise {@code null}
     */
    private record ObservedEvent(long stamp, String namespace, String name, String image) {}

    private final HttpClient client;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final List<ObservedEvent> events = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Observer(ControlPlane controlPlane) throws IOException, InterruptedException {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SslContexts.trusting(controlPlane.caCertificate()))
                .build();
        for (String path : PATHS) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(controlPlane.server() + path + "?watch=true"))
                    .header("Authorization", "Bearer " + controlPlane.adminToken())
                    .header("User-Agent", "bench")
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            start(() -> read(response));
        }
        start(this::parse);
    }

    private void start(Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name("observer").start(work));
    }

    private void read(HttpResponse<InputStream> response) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                long stamp = System.nanoTime();
                unread.incrementAndGet();
                last.set(stamp);
                lines.add(new Line(stamp, line));
            }
        } catch (IOException e) {
            // The observer was closed.
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
                            availableImage(object)));
                }
                unread.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String availableImage(JsonNode object) {
        JsonNode status = object.path("status");
        int desired = object.at("/spec/replicas").asInt(-1);
        boolean available = "Deployment".equals(object.path("kind").asText())
                && status.path("observedGeneration").asLong()
                        == object.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == desired
                && status.path("updatedReplicas").asInt() == desired
                && status.path("availableReplicas").asInt() == desired;
        return available ? object.at("/spec/template/spec/containers/0/image").asText() : null;
    }

    /** Time of the first event about an object of the workload, after the given time. */
    long firstWrite(String namespace, String name, long after) {
        return first(
                after,
                event -> event.namespace().equals(namespace) && event.name().equals(name));
    }

    /**
     * Time of the first event, after the given time, in which all pods of the Deployment have the image and are
     * available.
     */
    long published(String namespace, String name, String image, long after) {
        return first(
                after,
                event -> event.namespace().equals(namespace)
                        && event.name().equals(name)
                        && image.equals(event.image()));
    }

    /** Waits for the event: it can arrive on the engine's connection before it arrives on the observer's connection. */
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
        throw new IllegalStateException("the observer has not received the event");
    }

    /** Returns after a period without events, so that earlier changes do not disturb the next measurement. */
    void awaitQuiet() {
        while (System.nanoTime() - last.get() < QUIET_MILLIS * 1_000_000) {
            pause(QUIET_MILLIS / 5);
        }
        awaitParsed();
    }

    /** Returns when all received events are parsed. */
    private void awaitParsed() {
        pause(20);
        while (unread.get() > 0) {
            pause(1);
        }
    }

    /** Discards all events. */
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
