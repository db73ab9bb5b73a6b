package io.jenkins.plugins.deployworkload.rollout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final AppliedObject OBJECT = new AppliedObject(
            "apps/v1", "Deployment", "shop", "web", "uid", 2, "77", Operation.UPDATED, Map.of("app", "nginx:1"));
    private static final RolloutResult RESULT = new RolloutResult(
            Outcome.SUCCEEDED, "well", List.of(OBJECT), List.of(), null, TIME, Duration.ofMillis(1234));

    @Test
    void resultRoundTrips() throws JsonProcessingException {
        String json = PLAIN.writeValueAsString(RESULT);
        assertThat(json).contains("\"durationMillis\":1234").contains("\"2026-01-02T03:04:05.678Z\"");
        assertThat(PLAIN.readValue(json, RolloutResult.class)).isEqualTo(RESULT);
    }

    @Test
    void eventsNameTheirType() throws JsonProcessingException {
        JsonNode ended = PLAIN.readTree(PLAIN.writeValueAsString(new RolloutEvent.Ended(TIME, RESULT)));
        assertThat(ended.path("event").asText()).isEqualTo("ended");
        assertThat(ended.path("time").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(ended.path("result").path("outcome").asText()).isEqualTo("SUCCEEDED");
        String warning = PLAIN.writeValueAsString(new RolloutEvent.Warning(TIME, null, "careful"));
        assertThat(warning).contains("\"event\":\"warning\"").doesNotContain("null");
        assertThat(PLAIN.writeValueAsString(new RolloutEvent.Progress(TIME, OBJECT.ref(), "half")))
                .contains("\"kind\":\"Deployment\"")
                .doesNotContain("label");
    }

    @Test
    void objectsInOtherNamespacesRoundTripAndOthersHaveTheFormerFormat() throws JsonProcessingException {
        ObjectRef outside = ObjectRef.of("v1", "ConfigMap", "monitoring", "settings", "shop");
        ObjectRef inHome = ObjectRef.of("v1", "ConfigMap", "shop", "settings", "shop");

        assertThat(PLAIN.readValue(PLAIN.writeValueAsString(outside), ObjectRef.class))
                .isEqualTo(outside);
        assertThat(PLAIN.writeValueAsString(inHome))
                .isEqualTo(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"namespace\":\"shop\",\"name\":\"settings\"}");
        assertThat(PLAIN.readValue(PLAIN.writeValueAsString(inHome), ObjectRef.class))
                .isEqualTo(inHome);
        AppliedObject applied = PLAIN.readValue(
                PLAIN.writeValueAsString(OBJECT).replaceFirst("\\}$", ",\"outsideHome\":true}"), AppliedObject.class);
        assertThat(applied.ref().label()).isEqualTo("Deployment shop/web");
        assertThat(PLAIN.writeValueAsString(OBJECT)).doesNotContain("outsideHome");
    }

    @Test
    void checkpointRoundTripsAndChecksVersion() {
        RolloutCheckpoint checkpoint = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(OBJECT, "hash", "1.2.3", null)),
                TIME,
                TIME,
                RolloutOptions.defaults()
                        .withPrune(true)
                        .withFailFast(RolloutOptions.FailFast.STRICT)
                        .withPatience(Map.of("CrashLoop", Duration.ofMinutes(5)))
                        .withIgnoreNotReadyNodes(false)
                        .withIgnoreAddresses(true)
                        .withIgnoreClaims(true)
                        .withCreateNamespace(true),
                "deploy",
                new RolloutCheckpoint.FailedDeploy(Outcome.FAILED, "why", List.of(OBJECT), List.of(), "d"));
        assertThat(RolloutCheckpoint.fromJson(checkpoint.toJson())).isEqualTo(checkpoint);
        assertThat(checkpoint.toJson()).contains("\"patience\":{\"CrashLoop\":300000}");
        assertThat(RolloutCheckpoint.fromJson(checkpoint.toJson().replace(",\"ignoreNotReadyNodes\":false", ""))
                        .options()
                        .ignoreNotReadyNodes())
                .as("a checkpoint of an earlier version")
                .isTrue();
        assertThatThrownBy(
                        () -> RolloutCheckpoint.fromJson(checkpoint.toJson().replace("\"version\":3", "\"version\":4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Messages.RolloutCheckpoint_newerVersion("4"));
        assertThatThrownBy(
                        () -> RolloutCheckpoint.fromJson(checkpoint.toJson().replace("\"version\":3", "\"version\":1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Messages.RolloutCheckpoint_unreadable());
        assertThatThrownBy(() -> RolloutCheckpoint.fromJson("{\"version\":2}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RolloutCheckpoint.fromJson("no JSON")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checkpointIgnoresUnknownFields() {
        RolloutCheckpoint checkpoint = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutCheckpoint.ObjectCheckpoint(OBJECT, "hash", "1.2.3", null)),
                TIME,
                TIME,
                RolloutOptions.defaults(),
                "deploy",
                null);
        String json = checkpoint
                .toJson()
                .replace("\"specHash\"", "\"later\":[1],\"specHash\"")
                .replace("\"prune\"", "\"later\":{},\"prune\"")
                .replace("\"workload\"", "\"later\":null,\"workload\"");

        assertThat(RolloutCheckpoint.fromJson(json)).isEqualTo(checkpoint);
    }
}
