package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Where the rollouts of a cell take place.
 *
 * @param token of an account that may do all that a deploy needs
 * @param upstream trusts the API server
 * @param stall how long what stalls does so
 */
record FaultEnvironment(
        ControlPlane plane,
        String namespace,
        ServiceAccounts accounts,
        String token,
        HttpClient upstream,
        Duration stall) {

    /** Whether what stalls goes on before anybody has given up. */
    boolean isStallBrief() {
        return stall.compareTo(Duration.ofSeconds(10)) < 0;
    }

    ConnectionConfig directConnection() {
        return connectTo(plane.server(), token);
    }

    /** By way of somebody else, who passes the API server's certificate on or needs none. */
    ConnectionConfig connectTo(String server, String as) {
        return new ConnectionConfig(
                server, server.startsWith("https") ? plane.caCertificate() : null, new TokenCredential(as));
    }
}
