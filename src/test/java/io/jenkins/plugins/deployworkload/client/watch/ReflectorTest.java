package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server seldom does, played by one that answers from a list and then knows no better than 400. */
@Timeout(120)
class ReflectorTest {

    private record Response(int status, String body) {}

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Queue<Response> responses = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();
    private final RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
    private final List<ConnectionFailure> errors = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getQuery());
            Response answer = responses.poll();
            byte[] body = (answer == null ? "{}" : answer.body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 400 : answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        scheduler.shutdownNow();
    }

    private static Response list(String version, String more, String... names) {
        return new Response(
                200,
                "{\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"%s\"},\"items\":[%s]}"
                        .formatted(
                                version,
                                more,
                                String.join(
                                        ",",
                                        List.of(names).stream()
                                                .map(name -> object(name, "1"))
                                                .toList())));
    }

    private static String object(String name, String version) {
        return ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\","
                        + "\"labels\":{\"label\":\"value\"}}}")
                .formatted(name, version);
    }

    private static String event(String type, String object) {
        return "{\"type\":\"%s\",\"object\":%s}%n".formatted(type, object);
    }

    /** Until so many failures were told; one follows the answers. */
    private void watch(int failures) throws InterruptedException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            for (int i = 0; i < failures; i++) {
                errors.add(RecordingEventHandler.next(recorder.errors));
            }
        }
    }

    private String nextQuery() throws InterruptedException {
        return RecordingEventHandler.next(queries);
    }

    @Test
    void readsAllPagesAndWatchesFromTheListsResourceVersion() throws InterruptedException {
        responses.add(list("7", "more", "one"));
        responses.add(list("7", "", "two"));
        watch(1);
        assertThat(recorder.awaitList())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("one", "two");
        assertThat(nextQuery()).contains("labelSelector=label").doesNotContain("continue");
        assertThat(nextQuery()).contains("continue=more");
        assertThat(nextQuery()).contains("watch=true").contains("resourceVersion=7");
    }

    @Test
    void resumesFromTheLastBookmarkWhenTheServerEndsTheWatch() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, event("ADDED", object("one", "8")) + event("BOOKMARK", object("", "9"))));
        watch(1);
        assertThat(RecordingEventHandler.next(recorder.upserts).getMetadata().getName())
                .isEqualTo("one");
        nextQuery();
        assertThat(nextQuery()).contains("resourceVersion=7");
        assertThat(nextQuery()).contains("resourceVersion=9");
        assertThat(recorder.upserts).isEmpty();
    }

    @Test
    void relistsWhenTheResourceVersionIsGone() throws InterruptedException {
        responses.add(list("7", "", "one", "two"));
        responses.add(new Response(200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}")));
        responses.add(list("20", "", "one", "three"));
        responses.add(new Response(410, "{}"));
        responses.add(list("30", "", "one", "three"));
        watch(1);
        assertThat(RecordingEventHandler.next(recorder.upserts).getMetadata().getName())
                .isEqualTo("three");
        assertThat(RecordingEventHandler.next(recorder.deletes).getMetadata().getName())
                .isEqualTo("two");
        for (String expected : List.of("limit=", "resourceVersion=7", "limit=", "resourceVersion=20", "limit=")) {
            assertThat(nextQuery()).contains(expected);
        }
        assertThat(nextQuery()).contains("resourceVersion=30");
        assertThat(recorder.upserts).isEmpty();
    }

    /** Each retry begins at once, and the server notes how many there were before a request. */
    private final class Retries extends ScheduledThreadPoolExecutor {

        private final List<Long> delays = new CopyOnWriteArrayList<>();

        Retries() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            boolean retry = unit == TimeUnit.MILLISECONDS;
            if (retry) {
                delays.add(delay);
            }
            return super.schedule(task, retry ? 0 : unit.toMillis(delay), TimeUnit.MILLISECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void backsOffFromAServerThatForgetsEachVersion(boolean event) throws InterruptedException {
        Retries retries = new Retries();
        BlockingQueue<Integer> before = new LinkedBlockingQueue<>();
        server.removeContext("/");
        server.createContext("/", exchange -> {
            before.add(retries.delays.size());
            Response answer = !exchange.getRequestURI().getQuery().contains("watch=true")
                    ? list("7", "")
                    : event
                            ? new Response(
                                    200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}"))
                            : new Response(410, "{}");
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(retries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            // A list and a watch each: the first ones, those at once after the first 410, and one for each retry.
            for (int expected : List.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4)) {
                assertThat(RecordingEventHandler.next(before)).isEqualTo(expected);
            }
            assertThat(RecordingEventHandler.next(recorder.errors).message()).contains("410");
        } finally {
            retries.shutdownNow();
        }
        assertThat(retries.delays.subList(0, 4)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listsAgainAtOnceAfterEachVersionThatWasGoodForAnEvent() throws InterruptedException {
        Retries retries = new Retries();
        String forgotten = event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}");
        responses.add(list("7", ""));
        responses.add(new Response(200, forgotten));
        responses.add(list("20", ""));
        responses.add(new Response(200, event("BOOKMARK", object("", "21")) + forgotten));
        responses.add(list("30", ""));
        responses.add(new Response(200, event("ADDED", object("one", "31")) + forgotten));
        responses.add(list("40", "", "one"));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(retries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            // The first that is told is what the server says to the request after these.
            assertThat(RecordingEventHandler.next(recorder.errors).message()).contains("400");
        } finally {
            retries.shutdownNow();
        }
        assertThat(queries.stream().limit(8).map(query -> query.contains("watch=true")))
                .containsExactly(false, true, false, true, false, true, false, true);
    }

    @Test
    void relistsAfterAnUnreadableEvent() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, "{\"type\": oops\n"));
        watch(2);
        assertThat(nextQuery()).contains("limit=");
        assertThat(nextQuery()).contains("watch=true");
        assertThat(nextQuery()).contains("limit=");
        assertThat(recorder.awaitList()).isEmpty();
    }

    /** As an API server does that is restarted with care: it ends its watches, and does not know its roles at first. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void toleratesABriefRefusalAfterTheServerEndedTheWatch(int refusal) throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, ""));
        responses.add(new Response(refusal, "{}"));
        responses.add(list("20", "", "one"));
        watch(1);
        assertThat(RecordingEventHandler.next(recorder.upserts).getMetadata().getName())
                .isEqualTo("one");
        assertThat(errors)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("400"));
    }

    @Test
    void newSubscriberTriggersAnImmediateRetry() throws InterruptedException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        // The next try, which comes a little later each time, does not come by itself while this test lasts.
        ScheduledThreadPoolExecutor slow = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                return super.schedule(task, 1, TimeUnit.HOURS);
            }
        };
        try (Connection connection = new ConnectionPool(slow)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            RecordingEventHandler.next(recorder.errors);
            RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
            // The server goes on to refuse the watch.
            responses.add(list("7", "", "one"));
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", late);
            assertThat(late.awaitList()).hasSize(1);
            assertThat(late.errorsBeforeList).isEmpty();
        } finally {
            slow.shutdownNow();
        }
    }

    /** What it knows is of then: in the time that it would wait, a rollout could begin and end. */
    @Test
    void newSubscriberOfASyncedInformerTriggersAnImmediateRetry() throws InterruptedException {
        // Nothing comes by itself any more.
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                return super.schedule(command, 1, TimeUnit.DAYS);
            }
        };
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        responses.add(list("7", "", "one"));
        try (Connection connection = new ConnectionPool(never)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            RecordingEventHandler.next(recorder.errors);
            responses.add(list("8", "", "one", "two"));
            RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", late);
            assertThat(late.awaitList()).hasSize(1);
            assertThat(RecordingEventHandler.next(late.upserts).getMetadata().getName())
                    .isEqualTo("two");
        } finally {
            never.shutdownNow();
        }
    }

    @Test
    void reportsTheServersMessageWhenTheWatchIsForbidden() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(
                403,
                "{\"kind\":\"Status\",\"code\":403,\"message\":\"configmaps is forbidden: User cannot watch\"}\n"));
        watch(1);
        assertThat(errors)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .endsWith(" does not allow this: configmaps is forbidden: User cannot watch."));
    }

    /** The other is no YAML, as which all is read that is no JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<html>\nno\n", "upstream connect error. reset reason: connection failure, reason: refused\n"})
    void omitsTheErrorPageOfAProxy(String line) throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(403, line.repeat(20_000)));
        watch(1);
        assertThat(errors)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).endsWith(" does not allow this: HTTP 403."));
    }

    /** There may be thousands that nobody wants. */
    @Test
    void subscribeFromNowFetchesOnlyTheResourceVersion() throws InterruptedException {
        responses.add(list("7", "more", "old"));
        responses.add(new Response(200, event("ADDED", object("new", "8"))));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribeFromNow(ResourceType.of(ConfigMap.class), "ns", "some=field", recorder);
            assertThat(recorder.awaitList()).isEmpty();
            assertThat(RecordingEventHandler.next(recorder.upserts)
                            .getMetadata()
                            .getName())
                    .isEqualTo("new");
        }
        assertThat(nextQuery()).isEqualTo("limit=1");
        assertThat(nextQuery())
                .contains("watch=true")
                .contains("resourceVersion=7")
                .contains("fieldSelector=some=field");
    }
}
