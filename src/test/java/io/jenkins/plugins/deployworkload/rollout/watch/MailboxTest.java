package io.jenkins.plugins.deployworkload.rollout.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {

    private final Mailbox mailbox = new Mailbox();
    private final List<String> done = new ArrayList<>();

    @Test
    void runsTasksInOrderUntilFutureIsComplete() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        mailbox.execute(() -> done.add("first"));
        mailbox.execute(() -> {
            done.add("second");
            answer.complete("answer");
        });
        assertThat(mailbox.<String, RuntimeException>await(answer, () -> {})).isEqualTo("answer");
        assertThat(done).containsExactly("first", "second");
    }

    /** The events of a request are posted before its answer, so they count when the answer is evaluated. */
    @Test
    void runsAllTasksThatWerePostedBeforeCompletion() {
        mailbox.execute(() -> done.add("event"));
        mailbox.await(CompletableFuture.completedFuture("answer"), () -> {});
        assertThat(done).containsExactly("event");
    }

    @Test
    void exceptionOfTaskEndsWait() {
        mailbox.execute(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThatThrownBy(() -> mailbox.await(new CompletableFuture<>(), () -> {}))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void exceptionOfFutureIsNotWrapped() {
        assertThatThrownBy(() -> mailbox.await(
                        CompletableFuture.supplyAsync(() -> {
                            throw new IllegalArgumentException("refused");
                        }),
                        () -> {}))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("refused");
    }

    @Test
    void checkEndsWaitAfterTask() {
        mailbox.execute(() -> done.add("abort"));
        assertThatThrownBy(() -> mailbox.await(new CompletableFuture<>(), () -> {
                    if (!done.isEmpty()) {
                        throw new IOException("aborted");
                    }
                }))
                .isInstanceOf(IOException.class);
    }
}
