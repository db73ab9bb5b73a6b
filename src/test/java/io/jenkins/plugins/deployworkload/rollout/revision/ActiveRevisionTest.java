package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Activates revisions of several deploys of one workload in a controlled order. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ActiveRevisionTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** The part of a deploy that activates its revision. The constructor reads the revision history. */
    private final class Deploy {

        private final RevisionCache revisions = StoredRevisions.cache(cluster);
        private final ActiveRevision activeRevision = new ActiveRevision(revisions);
        private final List<HasMetadata> objects;

        Deploy(String image) {
            objects = List.of(deployment(1, podTemplate(image)));
            revisions.read();
        }

        boolean activate() {
            return activeRevision.activate(new RevisionDraft(revisions, objects, cluster.namespace, false));
        }

        boolean isStillActive() {
            return activeRevision.isStillActive();
        }

        /** Activates the previous revision again. As in a real deploy, a failure is ignored. */
        void withdraw() {
            try {
                activeRevision.restorePrevious();
            } catch (RuntimeException e) {
                // Another deploy shares the revision or has become active.
            }
        }
    }

    @Test
    void equalDeployStaysActiveWhenTheFirstWithdraws() {
        Deploy first = new Deploy("nginx:1");
        assertThat(first.activate()).isTrue();
        Deploy sharer = new Deploy("nginx:1");
        assertThat(sharer.activate()).isTrue();

        first.withdraw();

        assertThat(sharer.isStillActive()).isTrue();
        assertThat(sharer.revisions.history().latest()).isNotNull();
    }

    @Test
    void withdrawalRestoresPreviousDeploy() {
        Deploy previous = new Deploy("nginx:1");
        assertThat(previous.activate()).isTrue();
        Deploy next = new Deploy("nginx:2");
        assertThat(next.activate()).isTrue();
        assertThat(previous.isStillActive()).isFalse();

        next.withdraw();

        assertThat(previous.isStillActive()).isTrue();
    }

    @Test
    void newestDeployWinsAgainstWithdrawal() {
        Deploy previous = new Deploy("nginx:1");
        assertThat(previous.activate()).isTrue();
        Deploy refused = new Deploy("nginx:2");
        assertThat(refused.activate()).isTrue();
        Deploy newest = new Deploy("nginx:3");

        refused.withdraw();

        assertThat(newest.activate()).isTrue();
        assertThat(newest.isStillActive()).isTrue();
        assertThat(previous.isStillActive()).isFalse();
    }

    @Test
    void newestDeployWinsAgainstWithdrawalOfFirstDeploy() {
        Deploy refused = new Deploy("nginx:1");
        assertThat(refused.activate()).isTrue();
        Deploy newest = new Deploy("nginx:2");

        refused.withdraw();

        assertThat(newest.activate()).isTrue();
        assertThat(newest.isStillActive()).isTrue();
    }

    @Test
    void newestDeployWinsAgainstRollback() {
        cluster.run(deployment(1, podTemplate("nginx:1")));
        Deploy failed = new Deploy("nginx:2");
        assertThat(failed.activate()).isTrue();
        Deploy newest = new Deploy("nginx:3");

        assertThat(failed.activeRevision.reactivate(
                        failed.revisions.load(failed.revisions.lastHealthy().orElseThrow())))
                .isTrue();

        assertThat(newest.activate()).isTrue();
        assertThat(newest.isStillActive()).isTrue();
        assertThat(failed.isStillActive()).isFalse();
    }

    @Test
    void secondOfTwoConcurrentActivationsLoses() {
        Deploy first = new Deploy("nginx:1");
        Deploy second = new Deploy("nginx:2");
        Deploy sharer = new Deploy("nginx:1");
        assertThat(first.activate()).isTrue();
        assertThat(second.activate()).isFalse();
        assertThat(sharer.activate()).isTrue();
        assertThat(first.isStillActive()).isTrue();
        assertThat(sharer.isStillActive()).isTrue();
    }
}
