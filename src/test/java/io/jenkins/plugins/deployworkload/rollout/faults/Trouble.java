package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;

/** What stands in the way of one rollout. */
interface Trouble extends AutoCloseable {

    /** How the rollout reaches the cluster. */
    ConnectionConfig way();

    @Override
    void close();

    /** Through something that is closed in the end. */
    static Trouble of(ConnectionConfig way, Runnable close) {
        return new Trouble() {
            @Override
            public ConnectionConfig way() {
                return way;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
