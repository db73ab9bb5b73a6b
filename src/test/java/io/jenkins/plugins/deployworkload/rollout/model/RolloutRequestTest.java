package io.jenkins.plugins.deployworkload.rollout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutRequestTest {

    private static HasMetadata configMap(int number, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("map-" + number)
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    private static RolloutRequest request(int count, String value) {
        List<HasMetadata> objects =
                IntStream.range(0, count).mapToObj(i -> configMap(i, value)).toList();
        return new RolloutRequest("shop", "web", objects, Duration.ofMinutes(1));
    }

    @Test
    void limitsTheNumberOfObjects() {
        assertThat(request(1000, "").objects()).hasSize(1000);
        assertThatThrownBy(() -> request(1001, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The application \"web\" has 1001 objects; at most 1000 are allowed. Divide it into several"
                        + " applications.");
    }

    /** An application could otherwise change or prune the revisions of another one. */
    @Test
    void refusesConfigMapsOfRevisions() {
        HasMetadata index = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("deploy-workload-billing")
                .endMetadata()
                .build();
        assertThatThrownBy(() -> new RolloutRequest("shop", "web", List.of(index), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ConfigMap deploy-workload-billing: the name is reserved: ConfigMaps whose names begin with"
                        + " \"deploy-workload-\" contain revisions. Use another name.");
    }

    @Test
    void limitsTheSizeOfTheObjects() {
        String mebibyte = "x".repeat(1 << 20);

        assertThat(request(15, mebibyte).objects()).hasSize(15);
        assertThatThrownBy(() -> request(16, mebibyte))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("The objects of the application \"web\" have 1677\\d{4} bytes of JSON; at most"
                        + " 16777216 are allowed\\. Divide it into several applications\\.");
    }
}
