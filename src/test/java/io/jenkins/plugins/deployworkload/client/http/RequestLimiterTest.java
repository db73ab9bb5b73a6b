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

    private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<Integer>> under = new ArrayList<>();
    private final RequestLimiter turnstile = new RequestLimiter(2);

    private CompletableFuture<Integer> pass(int number) {
        CompletableFuture<Integer> request = new CompletableFuture<>();
        under.add(request);
        return turnstile.submit(() -> {
            begun.add(number);
            return request;
        });
    }

    @Test
    void queuesRequestsBeyondTheLimitInOrder() throws InterruptedException {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(pass(i));
        }
        assertThat(begun).containsExactly(0, 1);

        under.get(1).complete(1);
        assertThat(answers.get(1)).isCompletedWithValue(1);
        assertThat(List.of(begun.take(), begun.take(), begun.take())).containsExactly(0, 1, 2);
        under.get(0).complete(0);
        assertThat(begun.take()).isEqualTo(3);
        under.get(2).complete(2);
        assertThat(begun.take()).isEqualTo(4);
        under.get(3).complete(3);
        under.get(4).complete(4);

        assertThat(pass(5)).isNotDone();
        assertThat(begun.take()).isEqualTo(5);
    }

    @Test
    void failedRequestReleasesItsPlace() throws InterruptedException {
        IllegalStateException closed = new IllegalStateException("closed");
        for (int i = 0; i < 3; i++) {
            assertThat(turnstile.<Integer>submit(() -> {
                        throw closed;
                    }))
                    .isCompletedExceptionally();
        }
        pass(0);
        pass(1);
        CompletableFuture<Integer> third = pass(2);
        under.get(0).completeExceptionally(closed);

        assertThat(List.of(begun.take(), begun.take(), begun.take())).containsExactly(0, 1, 2);
        assertThat(third).isNotDone();
    }

    @Test
    void manyFailuresDoNotOverflowTheStack() {
        CompletableFuture<Integer> first = pass(0);
        CompletableFuture<Integer> second = pass(1);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            answers.add(turnstile.submit(() -> CompletableFuture.failedFuture(new IllegalStateException("closed"))));
        }

        under.forEach(request -> request.complete(0));

        assertThat(first).isDone();
        assertThat(second).isDone();
        answers.forEach(
                answer -> assertThat(answer.handle((value, problem) -> problem).join())
                        .isInstanceOf(IllegalStateException.class));
    }
}
