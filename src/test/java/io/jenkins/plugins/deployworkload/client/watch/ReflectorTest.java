package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ApiSerialization;
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

/**
 * Tests rare responses of an API server. An HTTP server sends the prepared responses, and then responds with status 400
 * to every further request.
 */
@Timeout(120)
class ReflectorTest {

    private record Response(int status, String body) {}

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Queue<Response> responses = new ConcurrentLinkedQueue<>();

    /** The response to every request after the prepared responses; {@code null} for status 400. */
    private volatile Response last;

    private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();
    private final RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
    private final List<ConnectionFailure> errors = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getQuery());
            Response prepared = responses.poll();
            Response response = prepared == null ? last : prepared;
            byte[] body = (response == null ? "{}" : response.body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response == null ? 400 : response.status, body.length);
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

    private static Response list(String version, String continueToken, String... names) {
        return new Response(
                200,
                "{\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"%s\"},\"items\":[%s]}"
                        .formatted(
                                version,
                                continueToken,
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

    /**
     * Watches until the handler has received the given number of errors. The responses with status 400 after the
     * prepared responses count too.
     */
    private void watch(int failures) throws InterruptedException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", handler);
            for (int i = 0; i < failures; i++) {
                errors.add(RecordingEventHandler.next(handler.errors));
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
        assertThat(handler.awaitList())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("one", "two");
        assertThat(nextQuery()).contains("labelSelector=label").doesNotContain("continue");
        assertThat(nextQuery()).contains("continue=more");
        assertThat(nextQuery()).contains("watch=true").contains("resourceVersion=7");
    }

    @Test
    void endlessListEndsWithTheLimit() throws InterruptedException {
        last = list("7", "more");
        watch(1);
        assertThat(errors.getFirst().message())
                .endsWith(
                        " sent too much data: the pages of the list /api/v1/namespaces/ns/configmaps are together larger"
                                + " than 128 MiB.");
        assertThat(handler.listed).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "7", "{\"metadata\":null}", "{\"metadata\":{}}"})
    void incompleteObjectIsAnError(String object) throws InterruptedException {
        last = new Response(200, "{\"items\":[" + object + "]}");
        watch(1);
        assertThat(errors.getFirst().message())
                .endsWith(": the response to /api/v1/namespaces/ns/configmaps contains an incomplete object");
    }

    /** An object has a few bytes in a response, and many times as many in memory. */
    @Test
    void listOfManyEmptyObjectsEndsWithTheLimit() throws InterruptedException {
        responses.add(new Response(200, "{\"items\":[{}" + ",{}".repeat(200_000) + "]}"));
        watch(1);
        assertThat(errors.getFirst().message()).contains(" sent too much data: ");
        assertThat(handler.listed).isNotDone();
    }

    @Test
    void endlessWatchLineEndsWithTheLimit() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, "x".repeat(LineDecoder.MAX_LINE + 1)));
        watch(1);
        assertThat(errors.getFirst().message())
                .endsWith(" sent too much data: an event of a watch is larger than 16 MiB.");
    }

    /** A server that sends events about ever new objects would fill the memory with objects that it never lists. */
    @Test
    void manyEventsMakeTheReflectorListAgain() {
        WatchEvent.Decoder<ConfigMap> decoder =
                new WatchEvent.Decoder<>(new ApiSerialization(), ConfigMap.class, "/maps");
        String event = event("ADDED", object("x".repeat(4 << 20), "8"));
        for (int i = 1; i * (long) event.length() <= WatchEvent.Decoder.MAX_EVENTS; i++) {
            decoder.decode(event);
        }

        assertThatThrownBy(() -> decoder.decode(event))
                .isInstanceOf(KubernetesClientException.class)
                .extracting(problem -> ((KubernetesClientException) problem).getCode())
                .isEqualTo(410);
        assertThat(decoder.decode(event).type()).as("after the list").isEqualTo("ADDED");
    }

    @Test
    void manyShortEventsMakeTheReflectorListAgain() {
        WatchEvent.Decoder<ConfigMap> decoder =
                new WatchEvent.Decoder<>(new ApiSerialization(), ConfigMap.class, "/maps");
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 200_000; i++) {
                        decoder.decode(event("ADDED", "{\"metadata\":{\"name\":\"a\"}}"));
                    }
                })
                .isInstanceOf(KubernetesClientException.class)
                .extracting(problem -> ((KubernetesClientException) problem).getCode())
                .isEqualTo(410);
    }

    @Test
    void resumesFromTheLastBookmarkWhenTheServerEndsTheWatch() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, event("ADDED", object("one", "8")) + event("BOOKMARK", object("", "9"))));
        watch(1);
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("one");
        nextQuery();
        assertThat(nextQuery()).contains("resourceVersion=7");
        assertThat(nextQuery()).contains("resourceVersion=9");
        assertThat(handler.upserts).isEmpty();
    }

    @Test
    void relistsWhenTheResourceVersionIsGone() throws InterruptedException {
        responses.add(list("7", "", "one", "two"));
        responses.add(new Response(200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}")));
        responses.add(list("20", "", "one", "three"));
        responses.add(new Response(410, "{}"));
        responses.add(list("30", "", "one", "three"));
        watch(1);
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("three");
        assertThat(RecordingEventHandler.next(handler.deletes).getMetadata().getName())
                .isEqualTo("two");
        for (String expected : List.of("limit=", "resourceVersion=7", "limit=", "resourceVersion=20", "limit=")) {
            assertThat(nextQuery()).contains(expected);
        }
        assertThat(nextQuery()).contains("resourceVersion=30");
        assertThat(handler.upserts).isEmpty();
    }

    /** Runs each retry at once, and records the delay that it should have had. */
    private static final class ImmediateRetries extends ScheduledThreadPoolExecutor {

        private final List<Long> delays = new CopyOnWriteArrayList<>();

        ImmediateRetries() {
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
    void backsOffIfEveryResourceVersionIsExpired(boolean event) throws InterruptedException {
        ImmediateRetries retries = new ImmediateRetries();
        BlockingQueue<Integer> retriesBefore = new LinkedBlockingQueue<>();
        server.removeContext("/");
        server.createContext("/", exchange -> {
            retriesBefore.add(retries.delays.size());
            Response response = !exchange.getRequestURI().getQuery().contains("watch=true")
                    ? list("7", "")
                    : event
                            ? new Response(
                                    200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}"))
                            : new Response(410, "{}");
            byte[] body = response.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(retries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", handler);
            // The number of retries that had started before each request. Each number occurs twice, because a watch
            // follows each list. The first four numbers are 0, because the relist right after the first 410 is not a
            // retry.
            for (int expected : List.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4)) {
                assertThat(RecordingEventHandler.next(retriesBefore)).isEqualTo(expected);
            }
            assertThat(RecordingEventHandler.next(handler.errors).message()).contains("410");
        } finally {
            retries.shutdownNow();
        }
        assertThat(retries.delays.subList(0, 4)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void relistsAtOnceIfTheExpiredResourceVersionHadAnEvent() throws InterruptedException {
        ImmediateRetries retries = new ImmediateRetries();
        String expired = event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}");
        responses.add(list("7", ""));
        responses.add(new Response(200, expired));
        responses.add(list("20", ""));
        responses.add(new Response(200, event("BOOKMARK", object("", "21")) + expired));
        responses.add(list("30", ""));
        responses.add(new Response(200, event("ADDED", object("one", "31")) + expired));
        responses.add(list("40", "", "one"));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(retries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", handler);
            // No 410 response is reported as an error. The first reported error is the 400 after the 410 responses.
            assertThat(RecordingEventHandler.next(handler.errors).message()).contains("400");
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
        assertThat(handler.awaitList()).isEmpty();
    }

    /**
     * Before a graceful restart, an API server ends its watches. After the restart, the API server refuses requests
     * until it has loaded service accounts and roles.
     */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void toleratesABriefRefusalAfterTheServerEndedTheWatch(int refusal) throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(200, ""));
        responses.add(new Response(refusal, "{}"));
        responses.add(list("20", "", "one"));
        watch(1);
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("one");
        assertThat(errors)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("400"));
    }

    /** The API server restarts after the list and before the first watch. The list shows that it knows the account. */
    @Test
    void toleratesABriefRejectionOfTheCredentialAfterTheList() throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(401, "{}"));
        responses.add(list("20", "", "one"));
        watch(1);
        assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                .isEqualTo("one");
        assertThat(errors)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("400"));
    }

    @Test
    void newHandlerTriggersAnImmediateRetry() throws InterruptedException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        // Scheduled retries do not run during this test.
        ScheduledThreadPoolExecutor noRetries = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                return super.schedule(task, 1, TimeUnit.HOURS);
            }
        };
        try (Connection connection = new ConnectionPool(noRetries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", handler);
            RecordingEventHandler.next(handler.errors);
            RecordingEventHandler<ConfigMap> newHandler = new RecordingEventHandler<>();
            // The next list succeeds, but the server still refuses the watch.
            responses.add(list("7", "", "one"));
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", newHandler);
            assertThat(newHandler.awaitList()).hasSize(1);
            assertThat(newHandler.errorsBeforeList).isEmpty();
        } finally {
            noRetries.shutdownNow();
        }
    }

    /**
     * The informer's cached objects are outdated while the watch is broken. Without an immediate retry, a new handler
     * could see only outdated objects for the whole duration of a rollout.
     */
    @Test
    void newHandlerOfASyncedInformerTriggersAnImmediateRetry() throws InterruptedException {
        // Scheduled retries do not run during this test.
        ScheduledThreadPoolExecutor noRetries = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                return super.schedule(command, 1, TimeUnit.DAYS);
            }
        };
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        responses.add(list("7", "", "one"));
        try (Connection connection = new ConnectionPool(noRetries)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", handler);
            RecordingEventHandler.next(handler.errors);
            responses.add(list("8", "", "one", "two"));
            RecordingEventHandler<ConfigMap> newHandler = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", newHandler);
            assertThat(newHandler.awaitList()).hasSize(1);
            assertThat(RecordingEventHandler.next(newHandler.upserts)
                            .getMetadata()
                            .getName())
                    .isEqualTo("two");
        } finally {
            noRetries.shutdownNow();
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
                        .endsWith(" does not allow this request: configmaps is forbidden: User cannot watch."));
    }

    /** The second error page is invalid YAML, because fabric8 parses every body that is not JSON as YAML. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<html>\nno\n", "upstream connect error. reset reason: connection failure, reason: refused\n"})
    void omitsTheErrorPageOfAProxy(String line) throws InterruptedException {
        responses.add(list("7", ""));
        responses.add(new Response(403, line.repeat(20_000)));
        watch(1);
        assertThat(errors)
                .singleElement()
                .satisfies(
                        failure -> assertThat(failure.message()).endsWith(" does not allow this request: HTTP 403."));
    }

    /** The handler does not need the existing objects, and there can be thousands of them. */
    @Test
    void subscribeFromNowFetchesOnlyTheResourceVersion() throws InterruptedException {
        responses.add(list("7", "more", "old"));
        responses.add(new Response(200, event("ADDED", object("new", "8"))));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig(
                        address, null, new TokenCredential("token"), null, new ProxySetting.Direct()))) {
            connection.subscribeFromNow(ResourceType.of(ConfigMap.class), "ns", "some=field", handler);
            assertThat(handler.awaitList()).isEmpty();
            assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                    .isEqualTo("new");
        }
        assertThat(nextQuery()).isEqualTo("limit=1");
        assertThat(nextQuery())
                .contains("watch=true")
                .contains("resourceVersion=7")
                .contains("fieldSelector=some=field");
    }
}
