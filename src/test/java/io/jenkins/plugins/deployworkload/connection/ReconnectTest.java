package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure.Kind;
import io.jenkins.plugins.deployworkload.controlplane.Component;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("control-plane")
@Timeout(600)
class ReconnectTest {

    @Test
    void watchGoesOnWhenTheServerComesBack() throws InterruptedException {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        // Not the shared one: its API server is killed.
        try (ControlPlane plane = ControlPlane.start(Options.defaults().withNodes(0));
                Connection connection = new Connections(scheduler)
                        .open(new ConnectionConfig(
                                plane.server(), plane.caCertificate(), new TokenCredential(plane.adminToken())))) {
            Recorder<ConfigMap> recorder = new Recorder<>();
            connection.subscribe(ResourceType.of(ConfigMap.class), "default", "label", "value", recorder);
            recorder.awaitPresent();
            connection.client().resource(map("before")).create();
            assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("before");
            plane.kill(Component.API_SERVER);
            assertThat(Recorder.next(recorder.failures).kind()).isEqualTo(Kind.UNREACHABLE);
            plane.restart(Component.API_SERVER);
            connection.client().resource(map("after")).create();
            assertThat(Recorder.next(recorder.changes).getMetadata().getName()).isEqualTo("after");
            assertThat(recorder.changes).isEmpty();
            assertThat(recorder.removals).isEmpty();
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("label", "value")
                .endMetadata()
                .build();
    }
}
