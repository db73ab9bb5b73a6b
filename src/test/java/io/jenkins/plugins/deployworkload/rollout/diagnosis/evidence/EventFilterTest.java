package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {

    private final EventFilter filter = new EventFilter(Set.of("web"));

    private static Event about(String kind, String name) {
        return new EventBuilder()
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .endInvolvedObject()
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment,              web,                 true",
        "HorizontalPodAutoscaler, web,                 true",
        "ReplicaSet,              web-7d9f8b,          true",
        "Pod,                     web-7d9f8b-x2x4z,    true",
        "Pod,                     web-0,               true",
        "PersistentVolumeClaim,   data,                true",
        "Pod,                     webshop-0,           false",
        "Deployment,              shop,                false",
        "Pod,                     shop-web-0,          false",
    })
    void acceptsEventsOfOwnObjectsByName(String kind, String name, boolean accepted) {
        assertThat(filter.accepts(about(kind, name))).isEqualTo(accepted);
    }

    @Test
    void acceptsPodsWhoseLongNameWasTruncated() {
        String name = "w".repeat(63);
        assertThat(new EventFilter(Set.of(name)).accepts(about("Pod", "w".repeat(58) + "x2x4z")))
                .isTrue();
    }

    @Test
    void rejectsEventWithoutInvolvedObject() {
        assertThat(filter.accepts(new Event())).isFalse();
    }
}
