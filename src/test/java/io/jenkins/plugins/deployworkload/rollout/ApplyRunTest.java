package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.rollout.apply.Applier;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.GracePeriods;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.Fence.SupersededException;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Tests how a rollout ends after the API server has refused objects. */
class ApplyRunTest {

    private static final ObjectRef SETTINGS = new ObjectRef("v1", "ConfigMap", "shop", "settings");
    private static final ObjectRef SERVICE = new ObjectRef("v1", "Service", "shop", "web");
    private static final ObjectRef MORE = new ObjectRef("v1", "ConfigMap", "shop", "more");

    @Test
    void reportsSupersededOnceBesideRefusals() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        try (Connection connection = new ConnectionPool(scheduler)
                .open(new ConnectionConfig("https://c.invalid", null, new TokenCredential("t")))) {
            RolloutOptions options = RolloutOptions.defaults();
            RolloutContext context = RolloutContext.of(
                    connection,
                    scheduler,
                    GracePeriods.standard(),
                    event -> {},
                    new RolloutState(
                            new RolloutParameters(
                                    "shop", "web", Instant.EPOCH, Instant.EPOCH, options, Deployer.NOBODY),
                            List.of()),
                    RolloutPolicy.UNRESTRICTED,
                    new RevisionProtection(TestCluster.KEY));
            Applier applier = new Applier(new Applier.ApplyContext(
                    connection,
                    context.ownership(),
                    options,
                    Fence.NONE,
                    context.policy(),
                    Map::of,
                    Instant.EPOCH,
                    context.types()));
            RolloutThread thread = new RolloutThread(context.mailbox(), context.abortSignal(), () -> {});
            ApplyRun run = new ApplyRun(context, thread, applier, () -> {});
            run.refused(SETTINGS, new SupersededException());
            run.refused(MORE, new SupersededException());
            run.refused(
                    SERVICE,
                    new KubernetesClientException(
                            "no such port",
                            422,
                            new StatusBuilder().withMessage("no such port").build()));

            RolloutEnd end = run.run(List.of()).orElseThrow();

            assertThat(end.outcome()).isEqualTo(Outcome.SUPERSEDED);
            assertThat(end.message())
                    .isEqualTo(
                            "A newer deploy of this workload has started and replaces this one. Service web was refused: no"
                                    + " such port.");
        } finally {
            scheduler.shutdownNow();
        }
    }
}
