package io.jenkins.plugins.deployworkload.preview;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs requests to a cluster on a virtual thread while their user waits, up to the time limit of a comparison. */
final class UserWait {

    /** The user waits for the answer, and a thread of Jenkins' web server with them. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    /** How many users may wait at the same time, so that they do not take up the threads of the web server. */
    static final int MAX_USERS = 4;

    static final Semaphore USERS = new Semaphore(MAX_USERS);

    private static final Logger LOGGER = Logger.getLogger(UserWait.class.getName());

    private UserWait() {}

    /** Sends requests and reads their answers. */
    interface Requests<T> {
        T run() throws AbortException;
    }

    /** @throws AbortException the exception of the requests, or if the cluster does not answer in time; for users */
    static <T> T await(Requests<T> requests) throws AbortException, InterruptedException {
        CompletableFuture<T> answer = VirtualThreads.submit(() -> {
            try {
                return requests.run();
            } catch (AbortException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return answer.get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AbortException(Messages.ClusterComparison_timeout());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException refused
                    && refused.getCause() instanceof AbortException reason) {
                throw reason;
            }
            LOGGER.log(Level.WARNING, "A request of a form to a cluster has failed", e);
            throw new AbortException(Messages.UserWait_failed());
        }
    }
}
