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
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests deploys when another client has created or changed the ConfigMap of the revision history. */
@Tag("control-plane")
@Timeout(300)
class RevisionStoreTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private ConfigMapBuilder configMap() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("deploy-workload-web")
                .addToLabels(RolloutRequest.NAME_LABEL, "web")
                .endMetadata();
    }

    private RevisionStore store() {
        return new RevisionStore(cluster.connection, cluster.namespace, "web");
    }

    /** Checks that the deploy succeeds without a history, warns, and does not change the ConfigMap. */
    private void assertUnchangedAndReported(ConfigMap configMap, String reason) {
        cluster.create(configMap);
        assertThatThrownBy(() -> store().read().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(RevisionStore.UnavailableException.class)
                .hasMessageContaining(reason);
        ConfigMap before = live();
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .filteredOn(message -> message.contains(reason))
                .singleElement()
                .asString()
                .startsWith("The revision history of this workload cannot be stored: ");
        assertThat(live()).isEqualTo(before);
    }

    private ConfigMap live() {
        return cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .get();
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

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":2}", "{}"})
    void keepsHistoryOfUnknownVersion(String json) {
        assertUnchangedAndReported(
                configMap().withData(Map.of("record.json", json)).build(),
                "was written by another version of this plugin (format ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"version\":1,\"inventory\":\"all\"}"})
    void keepsUnreadableHistory(String json) {
        assertUnchangedAndReported(
                configMap().withData(Map.of("record.json", json)).build(),
                "ConfigMap deploy-workload-web contains no readable revision history.");
    }

    @Test
    void keepsCorruptCompressedHistory() {
        String notCompressed = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        assertUnchangedAndReported(
                configMap()
                        .withBinaryData(Map.of("record.json.gz", notCompressed))
                        .build(),
                "contains no readable revision history");
    }

    @Test
    void rewritesEmptiedConfigMap() {
        cluster.create(configMap().build());
        assertThat(store().read().join().history()).isEqualTo(RevisionHistory.EMPTY);
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .noneSatisfy(message -> assertThat(message).contains("revision history"));
        assertThat(store().read().join().history().latestIsHealthy()).isTrue();
    }
}
