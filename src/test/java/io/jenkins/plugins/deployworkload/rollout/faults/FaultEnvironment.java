package io.jenkins.plugins.deployworkload.rollout.faults;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The control plane and the accounts for the rollouts of one fault.
 *
 * @param token the token of an account with all permissions of a deploy
 * @param upstream an HTTP client that trusts the API server
 * @param stall the duration for which a fault stalls a connection or a process
 * @param olderHistories by the name of the workload, the ConfigMaps of its history before its last deploy
 */
record FaultEnvironment(
        ControlPlane controlPlane,
        String namespace,
        ServiceAccounts accounts,
        String token,
        HttpClient upstream,
        Duration stall,
        Map<String, List<ConfigMap>> olderHistories) {

    /** Whether a stall is so short that no request times out. */
    boolean isStallBrief() {
        return stall.compareTo(Duration.ofSeconds(10)) < 0;
    }

    ConnectionConfig directConnection() {
        return connectTo(controlPlane.server(), token);
    }

    /** An engine without a fault. */
    EngineConfig directEngine() {
        return EngineConfig.of(directConnection());
    }

    /**
     * Returns the configuration for a connection through a proxy. A TCP proxy shows the certificate of the API server;
     * an HTTP proxy uses no TLS.
     */
    ConnectionConfig connectTo(String server, String accessToken) {
        return new ConnectionConfig(
                server,
                server.startsWith("https") ? controlPlane.caCertificate() : null,
                new TokenCredential(accessToken));
    }
}
