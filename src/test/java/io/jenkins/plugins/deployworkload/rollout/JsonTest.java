package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.deployworkload.rollout.RolledObject.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final RolledObject OBJECT = new RolledObject(
            "apps/v1", "Deployment", "shop", "web", "uid", 2, "77", Operation.CHANGED, Map.of("app", "nginx:1"));
    private static final RolloutResult RESULT = new RolloutResult(
            Outcome.SUCCEEDED, "well", List.of(OBJECT), List.of(), null, TIME, Duration.ofMillis(1234));

    @Test
    void resultGoesBothWays() throws JsonProcessingException {
        String json = PLAIN.writeValueAsString(RESULT);
        assertThat(json).contains("\"durationMillis\":1234").contains("\"2026-01-02T03:04:05.678Z\"");
        assertThat(PLAIN.readValue(json, RolloutResult.class)).isEqualTo(RESULT);
    }

    @Test
    void eventsSayWhatTheyAre() throws JsonProcessingException {
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
    void memoryGoesBothWaysAndKnowsItsVersion() {
        RolloutMemory memory = new RolloutMemory(
                RolloutMemory.VERSION,
                "shop",
                "web",
                true,
                List.of(new RolloutMemory.Item(OBJECT, "hash", null)),
                TIME,
                TIME,
                RolloutOptions.defaults().withPrune(true),
                "deploy",
                new RolloutMemory.Failed(Outcome.FAILED, "why", List.of(OBJECT), List.of(), "d"));
        assertThat(RolloutMemory.fromJson(memory.toJson())).isEqualTo(memory);
        assertThatThrownBy(() -> RolloutMemory.fromJson(memory.toJson().replace("\"version\":2", "\"version\":3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 3");
        assertThatThrownBy(() -> RolloutMemory.fromJson("{\"version\":2}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RolloutMemory.fromJson("no JSON")).isInstanceOf(IllegalArgumentException.class);
    }
}
