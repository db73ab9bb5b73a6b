package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure.Kind;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("control-plane")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class WatchReconnectTest {

    @Test
    void watchResumesWhenTheServerComesBack() throws InterruptedException {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        // Start a separate control plane and do not use the shared one, because this test kills the API server.
        try (ControlPlane plane = ControlPlane.start(Options.defaults().withNodes(0));
                Connection connection = new ConnectionPool(scheduler)
                        .open(new ConnectionConfig(
                                plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())))) {
            RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", handler);
            handler.awaitList();
            connection.client().resource(configMap("before")).create();
            assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                    .isEqualTo("before");
            plane.kill(Component.API_SERVER);
            assertThat(RecordingEventHandler.next(handler.errors).kind()).isEqualTo(Kind.UNREACHABLE);
            plane.restart(Component.API_SERVER);
            connection.client().resource(configMap("after")).create();
            assertThat(RecordingEventHandler.next(handler.upserts).getMetadata().getName())
                    .isEqualTo("after");
            assertThat(handler.upserts).isEmpty();
            assertThat(handler.deletes).isEmpty();
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("label", "value")
                .endMetadata()
                .build();
    }
}
