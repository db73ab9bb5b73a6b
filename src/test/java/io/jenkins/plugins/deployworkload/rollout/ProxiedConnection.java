package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A connection through a proxy that can hold or fail requests. Other connections of the test cluster do not use the
 * proxy.
 */
public final class ProxiedConnection implements AutoCloseable {

    public final RecordingProxy proxy;
    public final Connection connection;
    public final EventRecorder events = new EventRecorder();
    private final TestCluster cluster;

    public ProxiedConnection(TestCluster cluster) throws Exception {
        this.cluster = cluster;
        ConnectionConfig config = cluster.config(SharedControlPlane.get().adminToken());
        proxy = new RecordingProxy(config.server(), config.caCertificate());
        connection = cluster.connections.open(new ConnectionConfig(
                proxy.address(), null, config.credential(), cluster.namespace, new ProxySetting.Direct()));
    }

    public CountDownLatch hold(Predicate<RecordingProxy.Request> filter) {
        return proxy.hold(filter);
    }

    public Rollout start(RolloutOptions options, HasMetadata... objects) {
        return start(options, TestCluster.DEFAULT_TIMEOUT, objects);
    }

    public Rollout start(RolloutOptions options, Duration timeout, HasMetadata... objects) {
        return cluster.engine.start(
                connection, new RolloutRequest(cluster.namespace, "web", List.of(objects), timeout, options), events);
    }

    public Rollout resume(RolloutCheckpoint checkpoint) {
        return cluster.engine.resume(connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), events);
    }

    /** @param objects the objects of the rollout */
    public Rollout resume(RolloutCheckpoint checkpoint, List<HasMetadata> objects) {
        return cluster.engine.resume(connection, RolloutCheckpoint.fromJson(checkpoint.toJson()), objects, events);
    }

    /** Matches requests with this method for the object, but not for its subresources. */
    public static Predicate<RecordingProxy.Request> isRequestFor(String method, String object) {
        return request -> request.method().equals(method) && request.path().endsWith("/" + object);
    }

    @Override
    public void close() {
        connection.close();
        proxy.close();
    }
}
