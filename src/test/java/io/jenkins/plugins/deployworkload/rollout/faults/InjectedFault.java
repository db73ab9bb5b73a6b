package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What stands in the way of one rollout. */
interface InjectedFault extends AutoCloseable {

    /** How the rollout reaches the cluster. */
    ConnectionConfig config();

    /** All is applied, and the rollout waits. */
    default void onWaiting() {}

    /**
     * Whether it is over so soon that the rollout has to end as without it: to say truly what was in the way is not enough
     * then.
     */
    default boolean isBrief() {
        return false;
    }

    @Override
    void close();

    /** Through something that is closed in the end. */
    static InjectedFault of(ConnectionConfig way, Runnable close) {
        return of(way, false, close);
    }

    static InjectedFault of(ConnectionConfig way, boolean brief, Runnable close) {
        return new InjectedFault() {
            @Override
            public ConnectionConfig config() {
                return way;
            }

            @Override
            public boolean isBrief() {
                return brief;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /** A brief one that begins when the rollout waits. */
    static InjectedFault whileWaiting(ConnectionConfig way, Runnable begin, Runnable close) {
        return new InjectedFault() {
            @Override
            public ConnectionConfig config() {
                return way;
            }

            @Override
            public void onWaiting() {
                begin.run();
            }

            @Override
            public boolean isBrief() {
                return true;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    static void later(Duration delay, Runnable what) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(what);
    }
}
