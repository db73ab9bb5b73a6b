package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A fault that is injected into one rollout. */
interface InjectedFault extends AutoCloseable {

    /** The connection with which the rollout reaches the cluster. */
    ConnectionConfig config();

    /** Called when all objects are applied and the rollout waits. */
    default void onWaiting() {}

    /**
     * Whether the fault is so brief that the rollout must end as it does without the fault. If a rollout fails because
     * of a brief fault, this is a defect, even if the rollout reports the fault correctly.
     */
    default boolean isBrief() {
        return false;
    }

    @Override
    void close();

    /**
     * Returns a fault of this connection.
     *
     * @param close removes the fault
     */
    static InjectedFault of(ConnectionConfig config, Runnable close) {
        return of(config, false, close);
    }

    static InjectedFault of(ConnectionConfig config, boolean isBrief, Runnable close) {
        return new InjectedFault() {
            @Override
            public ConnectionConfig config() {
                return config;
            }

            @Override
            public boolean isBrief() {
                return isBrief;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /**
     * Returns a brief fault that starts when the rollout waits.
     *
     * @param begin starts the fault
     */
    static InjectedFault whileWaiting(ConnectionConfig config, Runnable begin, Runnable close) {
        return new InjectedFault() {
            @Override
            public ConnectionConfig config() {
                return config;
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

    static void later(Duration delay, Runnable action) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(action);
    }
}
