package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several deploys that claim the same workload, step by step. */
@Tag("control-plane")
@Timeout(300)
class ActiveRevisionTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A deploy, as far as it claims: it has read the record. */
    private final class Deploy {

        private final RevisionCache ledger = new RevisionCache(cluster.connection, cluster.namespace, "web");
        private final ActiveRevision claim = new ActiveRevision(ledger);
        private final List<HasMetadata> objects;

        Deploy(String image) {
            objects = List.of(deployment(1, podTemplate(image)));
            ledger.read().join();
        }

        boolean take() {
            return claim.activate(objects, cluster.namespace).join();
        }

        boolean isStillOurs() {
            return claim.isStillActive().join();
        }

        /** As a deploy does it: what comes of it is not asked for. */
        void giveBack() {
            CompletableFuture<Void> given = claim.restorePrevious();
            given.exceptionally(problem -> null).join();
        }
    }

    @Test
    void equalDeployStaysActiveWhenTheFirstWithdraws() {
        Deploy first = new Deploy("nginx:1");
        assertThat(first.take()).isTrue();
        Deploy sharer = new Deploy("nginx:1");
        assertThat(sharer.take()).isTrue();

        first.giveBack();

        assertThat(sharer.isStillOurs()).isTrue();
        assertThat(sharer.ledger.history().latest()).isNotNull();
    }

    @Test
    void withdrawalRestoresPreviousDeploy() {
        Deploy before = new Deploy("nginx:1");
        assertThat(before.take()).isTrue();
        Deploy next = new Deploy("nginx:2");
        assertThat(next.take()).isTrue();
        assertThat(before.isStillOurs()).isFalse();

        next.giveBack();

        assertThat(before.isStillOurs()).isTrue();
    }

    @Test
    void newestDeployWinsAgainstWithdrawal() {
        Deploy before = new Deploy("nginx:1");
        assertThat(before.take()).isTrue();
        Deploy refused = new Deploy("nginx:2");
        assertThat(refused.take()).isTrue();
        Deploy newest = new Deploy("nginx:3");

        refused.giveBack();

        assertThat(newest.take()).isTrue();
        assertThat(newest.isStillOurs()).isTrue();
        assertThat(before.isStillOurs()).isFalse();
    }

    @Test
    void newestDeployWinsAgainstWithdrawalOfFirstDeploy() {
        Deploy refused = new Deploy("nginx:1");
        assertThat(refused.take()).isTrue();
        Deploy newest = new Deploy("nginx:2");

        refused.giveBack();

        assertThat(newest.take()).isTrue();
        assertThat(newest.isStillOurs()).isTrue();
    }

    @Test
    void newestDeployWinsAgainstRollback() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        Deploy failed = new Deploy("nginx:2");
        assertThat(failed.take()).isTrue();
        Deploy newest = new Deploy("nginx:3");

        assertThat(failed.claim
                        .reactivate(failed.ledger.lastHealthy().orElseThrow())
                        .join())
                .isTrue();

        assertThat(newest.take()).isTrue();
        assertThat(newest.isStillOurs()).isTrue();
        assertThat(failed.isStillOurs()).isFalse();
    }

    @Test
    void secondOfTwoConcurrentActivationsLoses() {
        Deploy one = new Deploy("nginx:1");
        Deploy two = new Deploy("nginx:2");
        Deploy same = new Deploy("nginx:1");
        assertThat(one.take()).isTrue();
        assertThat(two.take()).isFalse();
        assertThat(same.take()).isTrue();
        assertThat(one.isStillOurs()).isTrue();
        assertThat(same.isStillOurs()).isTrue();
    }
}
