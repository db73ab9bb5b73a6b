package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests deploys when another client has created or changed the ConfigMap of the revision history. */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RevisionStoreTest {

    private static final String NAME = "deploy-workload-web";

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private ConfigMapBuilder configMap() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .endMetadata();
    }

    private ConfigMap live() {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName(NAME)
                .get();
    }

    private List<String> warnings() {
        return cluster.events.all(RolloutEvent.Warning.class).stream()
                .map(RolloutEvent.Warning::message)
                // The namespace makes the API server warn about every pod.
                .filter(message -> !message.contains("PodSecurity"))
                .toList();
    }

    private void deploy() {
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
    }

    /** Checks that the deploy succeeds without a history, warns, and does not change the ConfigMap. */
    private void assertUnchangedAndReported(ConfigMap configMap, String reason) {
        cluster.create(configMap);
        assertThatThrownBy(() -> StoredRevisions.read(cluster))
                .isInstanceOf(RevisionStore.UnavailableException.class)
                .hasMessageContaining(reason);
        ConfigMap before = live();
        deploy();
        assertThat(warnings())
                .filteredOn(message -> message.contains(reason))
                .singleElement()
                .asString()
                .startsWith("The revision history of this workload cannot be stored: ");
        assertThat(live()).isEqualTo(before);
    }

    /** The deploy succeeds, warns once, and starts a new history. */
    private void assertReplacedAndReported(ConfigMap configMap, String reason) {
        cluster.create(configMap);
        deploy();
        assertThat(warnings())
                .containsExactly("The revision history of this workload cannot be used: " + reason
                        + " This deploy does not roll back and does not prune. It starts a new history.");
        RevisionHistory history = StoredRevisions.history(cluster);
        assertThat(history.latestIsHealthy()).isTrue();
        assertThat(StoredRevisions.healthyObjects(cluster).toString()).contains("nginx:1");
        assertThat(live().getData()).containsOnlyKeys("index.json", "mac", "keyId", "version");
        assertThat(live().getBinaryData()).isNullOrEmpty();
    }

    @Test
    void keepsForeignConfigMap() {
        ConfigMap configMap =
                configMap().withData(Map.of("record.json", "{\"version\":1}")).build();
        configMap.getMetadata().setLabels(Map.of(RolloutRequest.NAME_LABEL, "other"));
        assertUnchangedAndReported(configMap, "ConfigMap deploy-workload-web lacks the label of this workload");
    }

    @Test
    void keepsUnlabelledConfigMap() {
        ConfigMap configMap = configMap().build();
        configMap.getMetadata().setLabels(null);
        assertUnchangedAndReported(configMap, "lacks the label of this workload");
    }

    @Test
    void deploysWithImmutableConfigMap() {
        cluster.create(configMap().withImmutable(true).build());
        ConfigMap before = live();
        deploy();
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "The revision history of this workload cannot be stored: ConfigMap deploy-workload-web cannot be"
                                + " updated: ")
                .contains("Delete it if it is immutable.");
        assertThat(live()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":1}", "", "{", "[]", "null", "{\"version\":1,\"inventory\":\"all\"}"})
    void replacesOldFormat(String json) {
        assertReplacedAndReported(
                configMap().withData(Map.of("record.json", json)).build(),
                "ConfigMap deploy-workload-web was written by an earlier version of this plugin, which did not protect it"
                        + " against changes. After the next healthy deploy, rollback is possible again.");
    }

    @Test
    void replacesCompressedOldFormat() {
        String notCompressed = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        assertReplacedAndReported(
                configMap()
                        .withBinaryData(Map.of("record.json.gz", notCompressed))
                        .build(),
                "ConfigMap deploy-workload-web was written by an earlier version of this plugin, which did not protect it"
                        + " against changes. After the next healthy deploy, rollback is possible again.");
    }

    @Test
    void replacesHistoryOfUnknownVersion() {
        assertReplacedAndReported(
                configMap()
                        .withData(Map.of("index.json", "{}", "mac", "AAAA", "version", "3"))
                        .build(),
                "ConfigMap deploy-workload-web was written by another version of this plugin. Use the same version wherever"
                        + " this workload is deployed from.");
    }

    @Test
    void replacesHistoryOfAnotherKey() {
        assertReplacedAndReported(
                configMap()
                        .withData(Map.of("index.json", "{}", "mac", "AAAA", "keyId", "0011223344556677"))
                        .build(),
                "ConfigMap deploy-workload-web was written with another revision key. Configure the same key wherever this"
                        + " workload is deployed from.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"version\":2}"})
    void replacesHistoryWithoutCode(String json) {
        assertReplacedAndReported(
                configMap().withData(Map.of("index.json", json)).build(),
                "ConfigMap deploy-workload-web was changed by another client, or copied from another namespace or cluster."
                        + " Check who may write ConfigMaps in this namespace.");
    }

    /** Only a process with the key can write such an index, so this is a defect and not an attack. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "{}",
                "{\"version\":3}",
                "{\"version\":2,\"inventory\":\"all\"}",
                "{\"version\":2,\"inventory\":[null]}",
                "{\"version\":2,\"latest\":{}}",
                "DEEP"
            })
    void replacesUnreadableHistory(String json) {
        cluster.create(configMap().build());
        String index = json.equals("DEEP") ? "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}" : json;
        RevisionKeys keys = new RevisionProtection(TestCluster.KEY).keys(cluster.namespace, "web");
        ConfigMap created = live();
        created.setData(Map.of(
                "index.json",
                index,
                "mac",
                Base64.getEncoder()
                        .encodeToString(keys.indexMac(
                                created.getMetadata().getUid(), 2, index.getBytes(StandardCharsets.UTF_8)))));
        cluster.admin().resource(created).update();
        deploy();
        assertThat(warnings())
                .containsExactly("The revision history of this workload cannot be used: ConfigMap deploy-workload-web"
                        + " contains no readable revision history. This deploy does not roll back and does not prune. It"
                        + " starts a new history.");
        assertThat(StoredRevisions.history(cluster).latestIsHealthy()).isTrue();
    }

    @Test
    void rewritesEmptiedConfigMap() {
        cluster.create(configMap().build());
        assertThat(StoredRevisions.history(cluster)).isEqualTo(RevisionHistory.EMPTY);
        deploy();
        assertThat(warnings()).noneSatisfy(message -> assertThat(message).contains("revision history"));
        assertThat(StoredRevisions.history(cluster).latestIsHealthy()).isTrue();
    }
}
