package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
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
class ListWatchTest {

    private record Answer(int status, String body) {}

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final Recorder<ConfigMap> recorder = new Recorder<>();
    private final List<ConnectionFailure> told = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getQuery());
            Answer answer = answers.poll();
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

    private static Answer list(String version, String more, String... names) {
        return new Answer(
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
        try (Connection connection = new Connections(scheduler)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            for (int i = 0; i < failures; i++) {
                told.add(Recorder.next(recorder.failures));
            }
        }
    }

    private String nextAsked() throws InterruptedException {
        return Recorder.next(asked);
    }

    @Test
    void readsAllPagesAndWatchesFromTheLastOne() throws InterruptedException {
        answers.add(list("7", "more", "one"));
        answers.add(list("7", "", "two"));
        watch(1);
        assertThat(recorder.awaitPresent())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("one", "two");
        assertThat(nextAsked()).contains("labelSelector=label").doesNotContain("continue");
        assertThat(nextAsked()).contains("continue=more");
        assertThat(nextAsked()).contains("watch=true").contains("resourceVersion=7");
    }

    @Test
    void goesOnFromTheLastBookmarkWhenTheServerEndsTheWatch() throws InterruptedException {
        answers.add(list("7", ""));
        answers.add(new Answer(200, event("ADDED", object("one", "8")) + event("BOOKMARK", object("", "9"))));
        watch(1);
        assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("one");
        nextAsked();
        assertThat(nextAsked()).contains("resourceVersion=7");
        assertThat(nextAsked()).contains("resourceVersion=9");
        assertThat(recorder.changes).isEmpty();
    }

    @Test
    void listsAgainWhenTheVersionIsForgotten() throws InterruptedException {
        answers.add(list("7", "", "one", "two"));
        answers.add(new Answer(200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}")));
        answers.add(list("20", "", "one", "three"));
        answers.add(new Answer(410, "{}"));
        answers.add(list("30", "", "one", "three"));
        watch(1);
        assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("three");
        assertThat(Recorder.next(recorder.removals).getMetadata().getName()).isEqualTo("two");
        for (String expected : List.of("limit=", "resourceVersion=7", "limit=", "resourceVersion=20", "limit=")) {
            assertThat(nextAsked()).contains(expected);
        }
        assertThat(nextAsked()).contains("resourceVersion=30");
        assertThat(recorder.changes).isEmpty();
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
            Answer answer = !exchange.getRequestURI().getQuery().contains("watch=true")
                    ? list("7", "")
                    : event
                            ? new Answer(
                                    200, event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}"))
                            : new Answer(410, "{}");
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new Connections(retries)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            // A list and a watch each: the first ones, those at once after the first 410, and one for each retry.
            for (int expected : List.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4)) {
                assertThat(Recorder.next(before)).isEqualTo(expected);
            }
            assertThat(Recorder.next(recorder.failures).message()).contains("410");
        } finally {
            retries.shutdownNow();
        }
        assertThat(retries.delays.subList(0, 4)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listsAgainAtOnceAfterEachVersionThatWasGoodForAnEvent() throws InterruptedException {
        Retries retries = new Retries();
        String forgotten = event("ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}");
        answers.add(list("7", ""));
        answers.add(new Answer(200, forgotten));
        answers.add(list("20", ""));
        answers.add(new Answer(200, event("BOOKMARK", object("", "21")) + forgotten));
        answers.add(list("30", ""));
        answers.add(new Answer(200, event("ADDED", object("one", "31")) + forgotten));
        answers.add(list("40", "", "one"));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new Connections(retries)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            // The first that is told is what the server says to the request after these.
            assertThat(Recorder.next(recorder.failures).message()).contains("400");
        } finally {
            retries.shutdownNow();
        }
        assertThat(asked.stream().limit(8).map(query -> query.contains("watch=true")))
                .containsExactly(false, true, false, true, false, true, false, true);
    }

    @Test
    void listsAgainAfterWhatCannotBeRead() throws InterruptedException {
        answers.add(list("7", ""));
        answers.add(new Answer(200, "{\"type\": oops\n"));
        watch(2);
        assertThat(nextAsked()).contains("limit=");
        assertThat(nextAsked()).contains("watch=true");
        assertThat(nextAsked()).contains("limit=");
        assertThat(recorder.awaitPresent()).isEmpty();
    }

    /** As an API server does that is restarted with care: it ends its watches, and does not know its roles at first. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusalRightAfterTheServerHasEndedTheWatchMayPass(int refusal) throws InterruptedException {
        answers.add(list("7", ""));
        answers.add(new Answer(200, ""));
        answers.add(new Answer(refusal, "{}"));
        answers.add(list("20", "", "one"));
        watch(1);
        assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("one");
        assertThat(told)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("400"));
    }

    @Test
    void whoComesInTroubleIsNotKeptWaiting() throws InterruptedException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        // The next try, which comes a little later each time, does not come by itself while this test lasts.
        ScheduledThreadPoolExecutor slow = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                return super.schedule(task, 1, TimeUnit.HOURS);
            }
        };
        try (Connection connection = new Connections(slow)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            Recorder.next(recorder.failures);
            Recorder<ConfigMap> late = new Recorder<>();
            // The server goes on to refuse the watch.
            answers.add(list("7", "", "one"));
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", late);
            assertThat(late.awaitPresent()).hasSize(1);
            assertThat(late.failuresBefore).isEmpty();
        } finally {
            slow.shutdownNow();
        }
    }

    /** What it knows is of then: in the time that it would wait, a rollout could begin and end. */
    @Test
    void whoComesInTroubleToOneThatKnewSomethingIsNotKeptWaitingEither() throws InterruptedException {
        // Nothing comes by itself any more.
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                return super.schedule(command, 1, TimeUnit.DAYS);
            }
        };
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        answers.add(list("7", "", "one"));
        try (Connection connection = new Connections(never)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", recorder);
            Recorder.next(recorder.failures);
            answers.add(list("8", "", "one", "two"));
            Recorder<ConfigMap> late = new Recorder<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "ns", "label", "value", late);
            assertThat(late.awaitPresent()).hasSize(1);
            assertThat(Recorder.next(late.changes).getMetadata().getName()).isEqualTo("two");
        } finally {
            never.shutdownNow();
        }
    }

    @Test
    void whoMayNotWatchIsToldWhat() throws InterruptedException {
        answers.add(list("7", ""));
        answers.add(new Answer(
                403,
                "{\"kind\":\"Status\",\"code\":403,\"message\":\"configmaps is forbidden: User cannot watch\"}\n"));
        watch(1);
        assertThat(told)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .endsWith(" does not allow this: configmaps is forbidden: User cannot watch."));
    }

    /** The other is no YAML, as which all is read that is no JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<html>\nno\n", "upstream connect error. reset reason: connection failure, reason: refused\n"})
    void pageOfAProxyThatRefusesAWatchIsNotRepeated(String line) throws InterruptedException {
        answers.add(list("7", ""));
        answers.add(new Answer(403, line.repeat(20_000)));
        watch(1);
        assertThat(told)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).endsWith(" does not allow this: HTTP 403."));
    }

    /** There may be thousands that nobody wants. */
    @Test
    void fromNowOnReadsOnlyTheVersion() throws InterruptedException {
        answers.add(list("7", "more", "old"));
        answers.add(new Answer(200, event("ADDED", object("new", "8"))));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (Connection connection = new Connections(scheduler)
                .open(new ConnectionConfig(address, null, new TokenCredential("token"), null, new Route.Direct()))) {
            connection.subscribeFromNow(ResourceType.of(ConfigMap.class), "ns", "some=field", recorder);
            assertThat(recorder.awaitPresent()).isEmpty();
            assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("new");
        }
        assertThat(nextAsked()).isEqualTo("limit=1");
        assertThat(nextAsked())
                .contains("watch=true")
                .contains("resourceVersion=7")
                .contains("fieldSelector=some=field");
    }
}
