package io.jenkins.plugins.deployworkload.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
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
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Records when the API server publishes changes. The observer has its own watches, which are independent of the
 * engine's watches. The time of an event is the time at which its line was read. Another thread parses the lines later,
 * so that parsing does not delay reading.
 */
public final class Observer implements AutoCloseable {

    private static final List<String> PATHS = List.of(
            "/apis/apps/v1/deployments",
            "/apis/apps/v1/statefulsets",
            "/apis/batch/v1/jobs",
            "/api/v1/services",
            "/api/v1/configmaps",
            "/api/v1/serviceaccounts");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long QUIET_MILLIS = 150;
    private static final long TIMEOUT_MILLIS = 120_000;

    private record Line(long stamp, String text) {}

    /**
     * @param object kind and name, for example {@code deployment/web}
     * @param image image of the first container; empty if the object has no pods
     * @param healthy whether the object's controller has observed the last change and has finished its work
     */
    private record ObservedEvent(long stamp, String namespace, String object, String image, boolean healthy) {}

    private final HttpClient client;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final List<ObservedEvent> events = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    public Observer(ControlPlane controlPlane) throws IOException, InterruptedException {
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
                String kind = object.path("kind").asText();
                synchronized (events) {
                    events.add(new ObservedEvent(
                            line.stamp(),
                            object.at("/metadata/namespace").asText(),
                            kind.toLowerCase(Locale.ROOT) + "/"
                                    + object.at("/metadata/name").asText(),
                            object.at("/spec/template/spec/containers/0/image").asText(),
                            isHealthy(kind, object)));
                }
                unread.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isHealthy(String kind, JsonNode object) {
        JsonNode status = object.path("status");
        return switch (kind) {
            case "Deployment" -> isUpdated(object) && status.path("replicas").asInt() == replicas(object);
            case "StatefulSet" ->
                isUpdated(object) && status.path("currentRevision").equals(status.path("updateRevision"));
            case "Job" ->
                StreamSupport.stream(status.path("conditions").spliterator(), false)
                        .anyMatch(condition -> condition.path("type").asText().equals("Complete")
                                && condition.path("status").asText().equals("True"));
            default -> false;
        };
    }

    private static boolean isUpdated(JsonNode object) {
        JsonNode status = object.path("status");
        return status.path("observedGeneration").asLong()
                        == object.at("/metadata/generation").asLong()
                && status.path("updatedReplicas").asInt() == replicas(object)
                && status.path("availableReplicas").asInt() == replicas(object);
    }

    private static int replicas(JsonNode object) {
        return object.at("/spec/replicas").asInt(-1);
    }

    /**
     * When controllers worked on each workload of the application, after the given time: from the first event with the
     * new image, until the first event (<em>published</em>) in which the controller has finished its work, and all pods
     * have the image and are available.
     */
    public ControllerTimes controllers(Application application, long after) {
        return new ControllerTimes(application.workloads().stream()
                .map(workload -> {
                    Predicate<ObservedEvent> written =
                            event -> event.namespace().equals(application.namespace())
                                    && event.object().equals(workload)
                                    && event.image().equals(application.image());
                    return new ControllerTimes.Period(
                            first(after, written), first(after, written.and(ObservedEvent::healthy)));
                })
                .toList());
    }

    /** Objects of the namespace that have changed since {@link #clear}. */
    Set<String> changed(String namespace) {
        awaitQuiet();
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.namespace().equals(namespace))
                    .map(ObservedEvent::object)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
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
    public void awaitQuiet() {
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
    public void clear() {
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
