package io.jenkins.plugins.deployworkload.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestLimiterTest {

    private final BlockingQueue<Integer> started = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<Integer>> inFlight = new ArrayList<>();
    private final RequestLimiter limiter = new RequestLimiter(2);

    private CompletableFuture<Integer> submit(int number) {
        CompletableFuture<Integer> request = new CompletableFuture<>();
        inFlight.add(request);
        return limiter.submit(() -> {
            started.add(number);
            return request;
        });
    }

    @Test
    void queuesRequestsBeyondTheLimitInOrder() throws InterruptedException {
        List<CompletableFuture<Integer>> responses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            responses.add(submit(i));
        }
        assertThat(started).containsExactly(0, 1);

        inFlight.get(1).complete(1);
        assertThat(responses.get(1)).isCompletedWithValue(1);
        assertThat(List.of(started.take(), started.take(), started.take())).containsExactly(0, 1, 2);
        inFlight.get(0).complete(0);
        assertThat(started.take()).isEqualTo(3);
        inFlight.get(2).complete(2);
        assertThat(started.take()).isEqualTo(4);
        inFlight.get(3).complete(3);
        inFlight.get(4).complete(4);

        assertThat(submit(5)).isNotDone();
        assertThat(started.take()).isEqualTo(5);
    }

    @Test
    void failedRequestMakesRoomForTheNext() throws InterruptedException {
        IllegalStateException closed = new IllegalStateException("closed");
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.<Integer>submit(() -> {
                        throw closed;
                    }))
                    .isCompletedExceptionally();
        }
        submit(0);
        submit(1);
        CompletableFuture<Integer> third = submit(2);
        inFlight.get(0).completeExceptionally(closed);

        assertThat(List.of(started.take(), started.take(), started.take())).containsExactly(0, 1, 2);
        assertThat(third).isNotDone();
    }

    @Test
    void manyFailuresDoNotOverflowTheStack() {
        CompletableFuture<Integer> first = submit(0);
        CompletableFuture<Integer> second = submit(1);
        List<CompletableFuture<Integer>> responses = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            responses.add(limiter.submit(() -> CompletableFuture.failedFuture(new IllegalStateException("closed"))));
        }

        inFlight.forEach(request -> request.complete(0));

        assertThat(first).isDone();
        assertThat(second).isDone();
        responses.forEach(response -> assertThat(
                        response.handle((value, problem) -> problem).join())
                .isInstanceOf(IllegalStateException.class));
    }

    @Test
    void rejectionHalvesTheLimitUntilRequestsAreAccepted() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            submit(i);
        }
        assertThat(List.of(started.take(), started.take())).containsExactly(0, 1);

        limiter.rejected();
        inFlight.get(0).complete(0);
        assertThat(started).as("one request in flight is the limit now").isEmpty();
        inFlight.get(1).complete(1);
        assertThat(started.take()).isEqualTo(2);

        limiter.rejected();
        inFlight.get(2).complete(2);
        assertThat(started.take()).as("the limit is at least one").isEqualTo(3);

        limiter.accepted();
        inFlight.get(3).complete(3);
        assertThat(List.of(started.take(), started.take())).containsExactlyInAnyOrder(4, 5);
    }

    /** All requests that a server with room for one gets at the same time are rejected but for one. */
    @Test
    void rejectionsOfRequestsAboveTheLimitDoNotLowerItAgain() throws InterruptedException {
        RequestLimiter wide = new RequestLimiter(8);
        List<CompletableFuture<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            CompletableFuture<Integer> request = new CompletableFuture<>();
            requests.add(request);
            int number = i;
            wide.submit(() -> {
                started.add(number);
                return request;
            });
        }
        for (int i = 0; i < 4; i++) {
            wide.rejected();
            requests.get(i).complete(i);
        }
        assertThat(started)
                .as("four are still in flight, which is half of the former limit")
                .hasSize(8);
        requests.get(4).complete(4);
        for (int i = 0; i < 8; i++) {
            started.take();
        }
        assertThat(started.take()).isEqualTo(8);
    }
}
