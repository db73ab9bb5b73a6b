package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RevisionDraftTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A deploy that has read the revision history and stored its objects. */
    private final class Deploy {

        private final RevisionCache revisions = StoredRevisions.cache(cluster);
        private final ActiveRevision activeRevision = new ActiveRevision(revisions);
        private final RevisionDraft draft;

        Deploy(String image) {
            revisions.read();
            draft = new RevisionDraft(revisions, List.of(deployment(1, podTemplate(image))), cluster.namespace, false);
            draft.startStoring();
        }

        boolean activate() {
            return activeRevision.activate(draft);
        }
    }

    private List<String> stored() {
        return cluster
                .admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withLabel(RolloutRequest.NAME_LABEL, "web")
                .list()
                .getItems()
                .stream()
                .map(ConfigMap::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    @Test
    void activationNamesTheStoredObjects() {
        Deploy deploy = new Deploy("nginx:1");
        assertThat(deploy.activate()).isTrue();
        String id = StoredRevisions.history(cluster).latest().id();
        assertThat(stored()).containsExactly("deploy-workload-web", "deploy-workload-web." + id + ".0");
    }

    @Test
    void objectsAreStoredOnce() {
        Deploy deploy = new Deploy("nginx:1");
        deploy.draft.startStoring();
        assertThat(deploy.activate()).isTrue();
        assertThat(stored()).as("the index and the objects").hasSize(2);
    }

    @Test
    void discardedFirstDraftLeavesNothing() {
        Deploy deploy = new Deploy("nginx:1");
        deploy.draft.discard();
        assertThat(stored()).isEmpty();
    }

    @Test
    void discardedDraftLeavesTheActiveRevision() {
        Deploy active = new Deploy("nginx:1");
        assertThat(active.activate()).isTrue();
        List<String> before = stored();
        Deploy refused = new Deploy("nginx:2");
        refused.draft.discard();
        assertThat(stored()).isEqualTo(before);
        assertThat(active.activeRevision.isStillActive()).isTrue();
    }

    /** The draft has created the index, but another deploy already uses it. */
    @Test
    void discardedFirstDraftLeavesTheIndexOfAnotherDeploy() {
        Deploy refused = new Deploy("nginx:1");
        RevisionDraft storedFirst = refused.draft;
        storedFirst.awaitStored();
        Deploy other = new Deploy("nginx:2");
        assertThat(other.activate()).isTrue();
        storedFirst.discard();
        String id = StoredRevisions.history(cluster).latest().id();
        assertThat(stored()).containsExactly("deploy-workload-web", "deploy-workload-web." + id + ".0");
        assertThat(other.activeRevision.isStillActive()).isTrue();
    }

    @Test
    void discardAfterTheActivationChangesNothing() {
        Deploy deploy = new Deploy("nginx:1");
        assertThat(deploy.activate()).isTrue();
        List<String> before = stored();
        deploy.draft.discard();
        assertThat(stored()).isEqualTo(before);
    }

    /** An aborted deploy can end while its activation still waits for the objects to be stored. */
    @Test
    void discardedDraftIsNotActivated() {
        Deploy aborted = new Deploy("nginx:1");
        aborted.draft.discard();
        assertThatThrownBy(aborted::activate).isInstanceOf(CancellationException.class);
        assertThat(stored()).isEmpty();
    }

    @Test
    void equalDeployStoresNothing() {
        Deploy deploy = new Deploy("nginx:1");
        assertThat(deploy.activate()).isTrue();
        List<String> before = stored();
        Deploy equal = new Deploy("nginx:1");
        equal.draft.awaitStored();
        assertThat(stored()).isEqualTo(before);
        assertThat(equal.activate()).isTrue();
    }

    /** Both deploys have stored their objects before the first one is activated. */
    @Test
    void secondOfTwoEqualDeploysLeavesNothing() {
        Deploy first = new Deploy("nginx:1");
        first.draft.awaitStored();
        Deploy second = new Deploy("nginx:1");
        second.draft.awaitStored();
        assertThat(stored()).as("the index and the objects of both").hasSize(3);
        assertThat(first.activate()).isTrue();
        assertThat(second.activate()).isTrue();
        String id = StoredRevisions.history(cluster).latest().id();
        assertThat(stored()).containsExactly("deploy-workload-web", "deploy-workload-web." + id + ".0");
    }

    /** Jenkins was killed between the draft and the activation, so nobody discards the draft. */
    @Test
    void laterActivationDeletesDraftsOfKilledDeploys() {
        assertThat(new Deploy("nginx:1").activate()).isTrue();
        new Deploy("nginx:2").draft.awaitStored();
        List<String> withOrphan = stored();
        assertThat(withOrphan).hasSize(3);
        for (int i = 3; i <= RevisionContents.CLEAN_UP_INTERVAL; i++) {
            assertThat(new Deploy("nginx:" + i).activate()).isTrue();
        }
        Deploy running = new Deploy("nginx:running");
        running.draft.awaitStored();
        assertThat(new Deploy("nginx:last").activate()).isTrue();
        RevisionHistory history = StoredRevisions.history(cluster);
        assertThat(history.sequence()).isEqualTo(RevisionContents.CLEAN_UP_INTERVAL);
        assertThat(stored())
                .as("the index, the latest revision, the one before it, and the draft of a deploy that still runs")
                .contains("deploy-workload-web." + history.latest().id() + ".0")
                .contains("deploy-workload-web." + history.dropped().id() + ".0")
                .hasSize(4);
    }
}
