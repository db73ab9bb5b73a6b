package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;

/** The connection and the key of one engine. */
record EngineConfig(ConnectionConfig connection, RevisionKey key) {

    /** An engine with the key that all engines share. */
    static EngineConfig of(ConnectionConfig connection) {
        return new EngineConfig(connection, TestCluster.KEY);
    }
}
