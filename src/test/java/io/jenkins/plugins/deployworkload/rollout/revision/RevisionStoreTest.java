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

/** What somebody else has made of the ConfigMap that holds the record. */
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

    /** The deploy goes on without it, says so, and leaves it alone. */
    private void assertLeftAlone(ConfigMap map, String why) {
        cluster.create(map);
        assertThatThrownBy(() -> store().read().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(RevisionStore.UnavailableException.class)
                .hasMessageContaining(why);
        ConfigMap before = live();
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .filteredOn(text -> text.contains(why))
                .singleElement()
                .asString()
                .startsWith("No record of this workload can be kept: ");
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
    void leavesForeignConfigMapAlone() {
        ConfigMap map =
                configMap().withData(Map.of("record.json", "{\"version\":1}")).build();
        map.getMetadata().setLabels(Map.of(RolloutRequest.NAME_LABEL, "other"));
        assertLeftAlone(map, "The ConfigMap deploy-workload-web is not this product's.");
    }

    @Test
    void leavesUnlabelledConfigMapAlone() {
        ConfigMap map = configMap().build();
        map.getMetadata().setLabels(null);
        assertLeftAlone(map, "is not this product's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":2}", "{}"})
    void leavesUnknownVersionAlone(String json) {
        assertLeftAlone(
                configMap().withData(Map.of("record.json", json)).build(), "was written by another version (format ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"version\":1,\"owned\":\"all\"}"})
    void leavesUnreadableHistoryAlone(String json) {
        assertLeftAlone(
                configMap().withData(Map.of("record.json", json)).build(),
                "The ConfigMap deploy-workload-web cannot be read as a record.");
    }

    @Test
    void leavesCorruptCompressedHistoryAlone() {
        String noZip = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        assertLeftAlone(
                configMap().withBinaryData(Map.of("record.json.gz", noZip)).build(), "cannot be read as a record");
    }

    @Test
    void rewritesEmptiedConfigMap() {
        cluster.create(configMap().build());
        assertThat(store().read().join().history()).isEqualTo(RevisionHistory.EMPTY);
        RolloutResult result = cluster.run(deployment(1, podTemplate("nginx:1")));
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(cluster.events.all(RolloutEvent.Warning.class))
                .extracting(RolloutEvent.Warning::message)
                .noneSatisfy(text -> assertThat(text).contains("record"));
        assertThat(store().read().join().history().latestIsHealthy()).isTrue();
    }
}
