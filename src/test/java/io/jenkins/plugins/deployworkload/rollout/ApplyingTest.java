package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.connection.Connection;
import io.jenkins.plugins.deployworkload.connection.ConnectionConfig;
import io.jenkins.plugins.deployworkload.connection.Connections;
import io.jenkins.plugins.deployworkload.connection.TokenCredential;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Graces;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class ApplyingTest {

    private static final ObjectRef SETTINGS = new ObjectRef("v1", "ConfigMap", "shop", "settings");
    private static final ObjectRef SERVICE = new ObjectRef("v1", "Service", "shop", "web");
    private static final ObjectRef MORE = new ObjectRef("v1", "ConfigMap", "shop", "more");

    @Test
    void thatAnotherHasTheWorkloadIsSaidOnceAndWhatWasRefusedStaysSaid() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        try (Connection connection = new Connections(scheduler)
                .open(new ConnectionConfig("https://c.invalid", null, new TokenCredential("t")))) {
            RolloutOptions options = RolloutOptions.defaults();
            RolloutContext context = RolloutContext.of(
                    connection,
                    scheduler,
                    Graces.standard(),
                    event -> {},
                    new RolloutState(
                            new RolloutState.Frame("shop", "web", Instant.EPOCH, Instant.EPOCH, options), List.of()));
            Applier applier = new Applier(new Applier.Frame(
                    connection, "shop", options, () -> () -> CompletableFuture.completedFuture(true)));
            Applying applying = new Applying(context, applier, () -> {});
            applying.refused(SETTINGS, new Applier.Superseded());
            applying.refused(MORE, new Applier.Superseded());
            applying.refused(
                    SERVICE,
                    new KubernetesClientException(
                            "no such port",
                            422,
                            new StatusBuilder().withMessage("no such port").build()));

            Ending end = applying.apply(List.of()).join().orElseThrow();

            assertThat(end.outcome()).isEqualTo(Outcome.SUPERSEDED);
            assertThat(end.message())
                    .isEqualTo(
                            "Another deploy of this workload has begun, and goes on. Service web was refused: no such"
                                    + " port");
        } finally {
            scheduler.shutdownNow();
        }
    }
}
