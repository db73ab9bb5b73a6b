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

@Tag("control-plane")
@Timeout(300)
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
            draft = new RevisionDraft(revisions, List.of(deployment(1, podTemplate(image))), cluster.namespace);
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
}
