package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Services without an address and claims without a volume, on a control plane that has neither for them. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class AwaitedObjectsTest {

    private final TestCluster cluster = new TestCluster();
    private final StorageClass storageClass = new StorageClassBuilder()
            .withNewMetadata()
            .withName("awaited-" + UUID.randomUUID())
            .endMetadata()
            .withProvisioner("nobody.example.com")
            .withVolumeBindingMode("Immediate")
            .build();

    @AfterEach
    void close() {
        cluster.admin().resource(storageClass).delete();
        cluster.close();
    }

    private static Service loadBalancer() {
        return new ServiceBuilder(service(80))
                .editSpec()
                .withType("LoadBalancer")
                .endSpec()
                .build();
    }

    private HasMetadata claim() {
        cluster.admin().resource(storageClass).create();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass.getMetadata().getName())
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    private void assertWaits(HasMetadata object, RolloutOptions options, String message) throws InterruptedException {
        Rollout rollout = cluster.start(options, object, deployment(1, podTemplate("nginx:1")));
        cluster.events.await(
                RolloutEvent.Progress.class,
                event -> event.object().kind().equals(object.getKind())
                        && event.message().contains(message));
        rollout.stop("seen");
        assertThat(TestCluster.await(rollout).outcome()).isEqualTo(Outcome.ABORTED);
    }

    private void assertHealthyAtOnce(HasMetadata object, RolloutOptions options) {
        RolloutResult result = cluster.run(options, object, deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.objects()).hasSize(2);
    }

    @Test
    void waitsForTheAddressOfALoadBalancerUnlessSwitchedOff() throws InterruptedException {
        assertWaits(loadBalancer(), RolloutOptions.defaults().withIgnoreClaims(true), "address");
        assertHealthyAtOnce(loadBalancer(), RolloutOptions.defaults().withIgnoreAddresses(true));
    }

    @Test
    void waitsForTheVolumeOfAClaimUnlessSwitchedOff() throws InterruptedException {
        HasMetadata claim = claim();
        assertWaits(claim, RolloutOptions.defaults().withIgnoreAddresses(true), "nobody.example.com");
        assertHealthyAtOnce(claim, RolloutOptions.defaults().withIgnoreClaims(true));
    }
}
