package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.metadata;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The stored objects of revisions: how long they are kept, and what they may contain. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RevisionContentsTest {

    private static final RolloutOptions ROLLBACK = RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK);

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private RolloutResult deploy(String image) {
        return cluster.run(deployment(1, podTemplate(image)));
    }

    private RolloutResult fail(RolloutOptions options) {
        return cluster.run(options, deployment(1, podTemplate("nginx:broken", "failure", "image-invalid")));
    }

    /** The ids of the revisions whose objects are stored. */
    private List<String> storedIds() {
        return cluster.admin().configMaps().inNamespace(cluster.namespace).list().getItems().stream()
                .map(configMap -> configMap.getMetadata().getName())
                .filter(name -> name.startsWith("deploy-workload-web."))
                .map(name -> name.substring("deploy-workload-web.".length(), name.length() - ".0".length()))
                .toList();
    }

    private static Secret secret(String password) {
        return new SecretBuilder()
                .withMetadata(metadata())
                .withStringData(Map.of("password", password))
                .build();
    }

    private String password() {
        return new String(
                Base64.getDecoder()
                        .decode(cluster.admin()
                                .secrets()
                                .inNamespace(cluster.namespace)
                                .withName("web")
                                .get()
                                .getData()
                                .get("password")),
                StandardCharsets.UTF_8);
    }

    @Test
    void keepsFiveHealthyRevisions() {
        for (int i = 1; i <= 7; i++) {
            assertThat(deploy("nginx:" + i).outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
        RevisionHistory history = StoredRevisions.history(cluster);
        assertThat(history.healthy())
                .extracting(RevisionHistory.Revision::sequence)
                .containsExactly(7L, 6L, 5L, 4L, 3L);
        assertThat(storedIds())
                .containsExactlyInAnyOrderElementsOf(history.healthy().stream()
                        .map(RevisionHistory.Revision::id)
                        .toList());
        assertThat(StoredRevisions.objects(cluster, history.healthy().getLast()).toString())
                .contains("nginx:3");
    }

    @Test
    void deletesObjectsOfFailedRevisions() {
        deploy("nginx:1");
        fail(RolloutOptions.defaults());
        fail(RolloutOptions.defaults().withReplace(true));
        assertThat(storedIds()).hasSize(2);
        cluster.run(deployment(1, podTemplate("nginx:other", "failure", "image-invalid")));
        deploy("nginx:2");
        assertThat(storedIds())
                .containsExactlyInAnyOrderElementsOf(StoredRevisions.history(cluster).healthy().stream()
                        .map(RevisionHistory.Revision::id)
                        .toList())
                .hasSize(2);
    }

    @Test
    void deletesObjectsOfRolledBackRevision() {
        deploy("nginx:1");
        assertThat(fail(ROLLBACK).recovery()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        RevisionHistory history = StoredRevisions.history(cluster);
        assertThat(storedIds()).containsExactly(history.lastHealthy().id());
        assertThat(history.sequence()).isEqualTo(3);
        assertThat(history.lastHealthy().sealedSequence()).isEqualTo(1);
    }

    @Test
    void deletesObjectsOfRefusedDeploy() {
        deploy("nginx:1");
        RolloutResult refused = cluster.run(TestCluster.deployment(-1, "nginx:2"));
        assertThat(refused.outcome()).as(refused.message()).isEqualTo(Outcome.REFUSED);
        assertThat(storedIds())
                .containsExactly(StoredRevisions.history(cluster).lastHealthy().id());
    }

    @Test
    void deletesObjectsOfLostActivation() {
        HistoryOfDeploy first = new HistoryOfDeploy("nginx:1");
        HistoryOfDeploy second = new HistoryOfDeploy("nginx:2");
        assertThat(first.activate()).isTrue();
        assertThat(second.activate()).isFalse();
        assertThat(storedIds())
                .containsExactly(StoredRevisions.history(cluster).latest().id());
    }

    private final class HistoryOfDeploy {
        private final RevisionCache revisions = StoredRevisions.cache(cluster);
        private final String image;

        HistoryOfDeploy(String image) {
            this.image = image;
            revisions.read();
        }

        boolean activate() {
            return new ActiveRevision(revisions)
                    .activate(new RevisionDraft(
                            revisions, List.of(deployment(1, podTemplate(image))), cluster.namespace, false));
        }
    }

    @Test
    void garbageCollectorDeletesObjectsWithTheIndex() {
        deploy("nginx:1");
        String piece = "deploy-workload-web." + storedIds().getFirst() + ".0";
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .delete();
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(piece)
                .waitUntilCondition(java.util.Objects::isNull, 2, TimeUnit.MINUTES);
    }

    @Test
    void storesObjectsAgainAfterHistoryWasDeleted() throws InterruptedException {
        var rollout = cluster.start(deployment(1, podTemplate("nginx:1", "ready", "never")));
        cluster.events.await(RolloutEvent.Waiting.class, event -> true);
        cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .delete();
        cluster.makePodsReady();
        assertThat(TestCluster.await(rollout).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(StoredRevisions.healthyObjects(cluster).toString()).contains("nginx:1");
    }

    @Test
    void deploysWithoutUsableKey() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        RolloutResult result = TestCluster.await(new RolloutEngine(scheduler, () -> new byte[31])
                .start(
                        cluster.connection,
                        new RolloutRequest(
                                cluster.namespace,
                                "web",
                                List.of(deployment(1, podTemplate("nginx:1"))),
                                TestCluster.DEFAULT_TIMEOUT),
                        cluster.events));
        scheduler.shutdownNow();
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains(
                        "The revision history of this workload cannot be stored: The revision key must have at least 32"
                                + " bytes. Rollback and prune are not possible, and concurrent deploys of this workload are not"
                                + " detected.");
        assertThat(storedIds()).isEmpty();
    }

    @Test
    void neverStoresValuesOfSecrets() {
        cluster.run(secret("confidential"), deployment(1, podTemplate("nginx:1")));
        assertThat(StoredRevisions.healthyObjects(cluster))
                .extracting(object -> object.path("kind").asText())
                .containsExactly("Deployment");
        RevisionHistory history = StoredRevisions.history(cluster);
        assertThat(history.lastHealthy().secrets()).containsExactly("Secret web");
        assertThat(history.latest().objects()).containsOnlyKeys("Deployment web", "Secret web");
        ConfigMap index = cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .get();
        assertThat(index.toString())
                .doesNotContain(
                        "confidential",
                        Base64.getEncoder().encodeToString("confidential".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void rollbackLeavesSecretsAsTheyAre() {
        cluster.run(secret("old"), deployment(1, podTemplate("nginx:1")));
        cluster.admin().secrets().inNamespace(cluster.namespace).withName("web").delete();
        RolloutResult result =
                cluster.run(ROLLBACK, secret("new"), deployment(1, podTemplate("nginx:2", "failure", "image-invalid")));
        assertThat(result.recovery()).as(result.message()).isEqualTo(RecoveryOutcome.ROLLED_BACK);
        assertThat(password()).isEqualTo("new");
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .contains("Not rolled back: the values of Secrets (Secret web), which are not stored in revisions.");
        assertThat(cluster.run(secret("old"), deployment(1, podTemplate("nginx:1")))
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(password()).isEqualTo("old");
    }

    /** Only a process with the key can store such objects. */
    @Test
    void rollbackRefusesObjectsThatNoDeployMayContain() throws Exception {
        deploy("nginx:1");
        RevisionHistory.Revision healthy = StoredRevisions.history(cluster).lastHealthy();
        JsonNode foreign = Json.MAPPER.readTree("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"../default/foreign"}}""");
        RevisionContents contents = new RevisionContents(
                cluster.connection,
                cluster.namespace,
                "web",
                new RevisionProtection(TestCluster.KEY).keys(cluster.namespace, "web"));
        contents.write(
                new PieceStore.Owner(
                        "deploy-workload-web", StoredRevisions.read(cluster).uid()),
                healthy.id(),
                List.of(foreign));

        RolloutResult result = fail(ROLLBACK);

        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.FAILED);
        assertThat(result.message())
                .contains(
                        "Not rolled back, because the last healthy revision cannot be used: Its stored objects cannot be"
                                + " deployed: ");
    }
}
