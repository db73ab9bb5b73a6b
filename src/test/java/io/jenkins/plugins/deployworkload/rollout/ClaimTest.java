package io.jenkins.plugins.deployworkload.rollout;

import static io.jenkins.plugins.deployworkload.rollout.Objects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.Objects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several deploys that claim the same workload, step by step. */
@Tag("control-plane")
@Timeout(300)
class ClaimTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A deploy, as far as it claims: it has read the record. */
    private final class Deploy {

        private final Ledger ledger = new Ledger(cluster.connection, cluster.namespace, "web");
        private final Claim claim = new Claim(ledger);
        private final List<HasMetadata> objects;

        Deploy(String image) {
            objects = List.of(deployment(1, pod(image)));
            ledger.read().join();
        }

        boolean take() {
            return claim.take(objects, cluster.namespace).join();
        }

        boolean isStillOurs() {
            return claim.stillOurs().join();
        }

        /** As a deploy does it: what comes of it is not asked for. */
        void giveBack() {
            CompletableFuture<Void> given = claim.giveBack();
            given.exceptionally(problem -> null).join();
        }
    }

    @Test
    void whoSharesAClaimHasItAlsoWhenWhoClaimedItGivesItBack() {
        Deploy first = new Deploy("nginx:1");
        assertThat(first.take()).isTrue();
        Deploy sharer = new Deploy("nginx:1");
        assertThat(sharer.take()).isTrue();

        first.giveBack();

        assertThat(sharer.isStillOurs()).isTrue();
        assertThat(sharer.ledger.record().intent()).isNotNull();
    }

    @Test
    void whatNobodySharesIsGivenBack() {
        Deploy before = new Deploy("nginx:1");
        assertThat(before.take()).isTrue();
        Deploy next = new Deploy("nginx:2");
        assertThat(next.take()).isTrue();
        assertThat(before.isStillOurs()).isFalse();

        next.giveBack();

        assertThat(before.isStillOurs()).isTrue();
    }

    @Test
    void whoComesWhileItIsGivenBackHasIt() {
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
    void whoComesWhileWhatWasNeverDeployedIsGivenBackHasIt() {
        Deploy refused = new Deploy("nginx:1");
        assertThat(refused.take()).isTrue();
        Deploy newest = new Deploy("nginx:2");

        refused.giveBack();

        assertThat(newest.take()).isTrue();
        assertThat(newest.isStillOurs()).isTrue();
    }

    @Test
    void whoComesWhileTheOlderPutsBackWhatRanHasIt() {
        cluster.run(deployment(1, pod("nginx:1")));
        Deploy failed = new Deploy("nginx:2");
        assertThat(failed.take()).isTrue();
        Deploy newest = new Deploy("nginx:3");

        assertThat(failed.claim
                        .takeAgain(failed.ledger.lastGood().orElseThrow())
                        .join())
                .isTrue();

        assertThat(newest.take()).isTrue();
        assertThat(newest.isStillOurs()).isTrue();
        assertThat(failed.isStillOurs()).isFalse();
    }

    @Test
    void ofTwoThatHaveReadTheSameTheSecondLoses() {
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
