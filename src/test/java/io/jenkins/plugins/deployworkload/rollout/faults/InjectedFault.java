package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A fault that is injected into one rollout. */
interface InjectedFault extends AutoCloseable {

    /** The connection with which the rollout reaches the cluster. */
    ConnectionConfig config();

    /** The engine of the deploy. */
    default EngineConfig engine() {
        return EngineConfig.of(config());
    }

    /** The engine that resumes the deploy after a restart. */
    default EngineConfig resumingEngine() {
        return engine();
    }

    /** The key of the next deploy. */
    default RevisionKey nextKey() {
        return TestCluster.KEY;
    }

    /** Called when all objects are applied and the rollout waits. */
    default void onWaiting() {}

    /** Called for each event of the rollout, on the thread of the rollout. */
    default void onEvent(RolloutEvent event) {}

    /** Completes when the engine is killed: nothing that it does from then on counts. */
    default CompletableFuture<Void> killed() {
        return new CompletableFuture<>();
    }

    /** The random details of the fault, for the report; empty for none. */
    default String details() {
        return "";
    }

    /** Whether the next deploy notices what is wrong with the history, and starts a new one. */
    default boolean isNoticedByNextDeploy() {
        return true;
    }

    /**
     * Whether the rollout knows what is stored in its history at its end. It does not if its history was tampered with
     * after the last request for it.
     */
    default boolean isHistoryKnown() {
        return true;
    }

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
        return of(config, isBrief, "", close);
    }

    static InjectedFault of(ConnectionConfig config, boolean isBrief, String details, Runnable close) {
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
            public String details() {
                return details;
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
