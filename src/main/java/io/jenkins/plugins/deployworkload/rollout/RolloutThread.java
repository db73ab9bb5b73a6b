package io.jenkins.plugins.deployworkload.rollout;

import io.jenkins.plugins.deployworkload.client.concurrent.Delay;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.watch.Mailbox;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The virtual thread of a rollout. Its methods wait for requests, which run on other virtual threads. While it waits, it
 * runs the tasks of the {@link Mailbox} and takes note of interrupts.
 */
final class RolloutThread {

    /** Ends a rollout before all objects are healthy or an object has failed. */
    sealed interface Interrupt {}

    record Aborted(String reason) implements Interrupt {}

    /** @param slowRequest the sentence about a request without an answer at the deadline */
    record DeadlineExceeded(Optional<String> slowRequest) implements Interrupt {}

    /** The objects cannot be watched. */
    record Unwatchable(ConnectionFailure failure) implements Interrupt {}

    /** How long an aborted rollout waits for the answer to a write. */
    static final Duration MAX_WAIT_AFTER_ABORT = Duration.ofSeconds(10);

    /** How long a task at the end of a rollout may retry requests after the deadline, such as those of a rollback. */
    private static final Duration MAX_RETRIES_AFTER_DEADLINE = Duration.ofSeconds(20);

    /** A task can send several requests, one after the other. */
    private static final Duration STOP_RETRIES_INTERVAL = Duration.ofSeconds(1);

    private final Mailbox mailbox;
    private final AbortSignal abortSignal;
    private final Runnable stopRetries;
    private Interrupt interrupt;

    /**
     * @param abortSignal shared by a rollout and its rollback
     * @param stopRetries runs at an interrupt during a task, on any thread. It makes the task retry no request, because the
     *     API server may make a rejected request wait for minutes
     */
    RolloutThread(Mailbox mailbox, AbortSignal abortSignal, Runnable stopRetries) {
        this.mailbox = mailbox;
        this.abortSignal = abortSignal;
        this.stopRetries = stopRetries;
    }

    /**
     * Waits for a task that only reads. An interrupt ends the wait at once, and the answer is ignored.
     *
     * @throws RolloutInterruptedException if the rollout was interrupted
     * @throws RuntimeException the exception of the task
     */
    <T> T read(Supplier<T> task) throws RolloutInterruptedException {
        return awaitRead(VirtualThreads.submit(task));
    }

    /** Like {@link #read}, for a task without a result. */
    void runRead(Runnable task) throws RolloutInterruptedException {
        awaitRead(VirtualThreads.run(task));
    }

    /** Like {@link #read}, for a future. */
    <T> T awaitRead(CompletableFuture<T> future) throws RolloutInterruptedException {
        try {
            return mailbox.await(future, this::throwIfInterrupted);
        } catch (RolloutInterruptedException e) {
            stopRetries.run();
            throw e;
        }
    }

    /**
     * Waits for a task that may write. An interrupt ends the wait after the task, so that the rollout knows what was
     * written.
     *
     * @param stop runs once at an interrupt; it makes the task send no further write
     * @throws RolloutInterruptedException if the rollout was interrupted
     * @throws RuntimeException the exception of the task
     */
    <T> T write(Supplier<T> task, Runnable stop) throws RolloutInterruptedException {
        try {
            return writeToEnd(task, stop);
        } finally {
            throwIfInterrupted();
        }
    }

    /**
     * Like {@link #write}, but returns the result of the task even if the rollout was interrupted. After an abort, waits
     * for the task no longer than {@link #MAX_WAIT_AFTER_ABORT}, because a user waits for the end of the build.
     */
    <T> T writeToEnd(Supplier<T> task, Runnable stop) {
        CompletableFuture<T> writing = VirtualThreads.submit(task);
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicBoolean limited = new AtomicBoolean();
        return mailbox.await(writing, () -> {
            if (isInterrupted() && stopped.compareAndSet(false, true)) {
                stop.run();
                stopRetries.run();
            }
            if (abortSignal.isAborted() && limited.compareAndSet(false, true)) {
                writing.orTimeout(MAX_WAIT_AFTER_ABORT.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /** Waits for a task at the end of a rollout. An interrupt ends only the retries of its requests. */
    <T> T finish(Supplier<T> task) {
        return awaitFinish(VirtualThreads.submit(task));
    }

    /** Like {@link #finish}, for a task without a result. */
    void runFinish(Runnable task) {
        awaitFinish(VirtualThreads.run(task));
    }

    /**
     * Like {@link #finish}, for a future. After an abort or the deadline, the task retries requests for a limited time. The
     * time is not zero, because requests that wait for others end unsent then.
     */
    <T> T awaitFinish(CompletableFuture<T> future) {
        AtomicBoolean aborted = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        return mailbox.await(future, () -> {
            if (abortSignal.isAborted() && aborted.compareAndSet(false, true)) {
                Delay.of(MAX_WAIT_AFTER_ABORT).thenRun(() -> stopRetriesUntil(future));
            }
            if (interrupt != null && late.compareAndSet(false, true)) {
                Delay.of(MAX_RETRIES_AFTER_DEADLINE).thenRun(() -> stopRetriesUntil(future));
            }
        });
    }

    private void stopRetriesUntil(CompletableFuture<?> future) {
        if (!future.isDone()) {
            stopRetries.run();
            Delay.of(STOP_RETRIES_INTERVAL).thenRun(() -> stopRetriesUntil(future));
        }
    }

    /** Waits for events, and runs the tasks of one burst of events. */
    void awaitEvents() throws RolloutInterruptedException {
        throwIfInterrupted();
        mailbox.runBurst();
        throwIfInterrupted();
    }

    /** Notes an interrupt. The first one counts, but an abort takes precedence. */
    void interrupt(Interrupt reason) {
        interrupt = interrupt == null ? reason : interrupt;
    }

    private boolean isInterrupted() {
        return interrupt != null || abortSignal.isAborted();
    }

    /** @throws RolloutInterruptedException if the rollout was interrupted */
    void throwIfInterrupted() throws RolloutInterruptedException {
        throwIfAborted();
        if (interrupt != null) {
            throw new RolloutInterruptedException(interrupt);
        }
    }

    /** @throws RolloutInterruptedException if the rollout was aborted */
    void throwIfAborted() throws RolloutInterruptedException {
        if (abortSignal.isAborted()) {
            throw new RolloutInterruptedException(new Aborted(abortSignal.reason()));
        }
    }
}
