package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Route;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A way to a test's namespace on which requests can be held or refused, while others go straight. */
final class Detour implements AutoCloseable {

    final CountingProxy proxy;
    final Connection connection;
    final EventRecorder events = new EventRecorder();
    private final TestCluster cluster;

    Detour(TestCluster cluster) throws Exception {
        this.cluster = cluster;
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        proxy = new CountingProxy(config.server(), config.caCertificate());
        connection = cluster.connections.open(new ConnectionConfig(
                proxy.address(), null, config.credential(), cluster.namespace, new Route.Direct()));
    }

    CountDownLatch hold(Predicate<CountingProxy.Request> which) {
        return proxy.hold(which);
    }

    Rollout start(RolloutOptions options, HasMetadata... objects) {
        return start(options, TestCluster.PLENTY, objects);
    }

    Rollout start(RolloutOptions options, Duration timeout, HasMetadata... objects) {
        return cluster.engine.start(
                connection, new RolloutRequest(cluster.namespace, "web", List.of(objects), timeout, options), events);
    }

    Rollout resume(RolloutMemory memory) {
        return cluster.engine.resume(connection, RolloutMemory.fromJson(memory.toJson()), events);
    }

    /** Whether it is a request of this method for the object itself. */
    static Predicate<CountingProxy.Request> is(String method, String object) {
        return request -> request.method().equals(method) && request.path().endsWith("/" + object);
    }

    @Override
    public void close() {
        connection.close();
        proxy.close();
    }
}
