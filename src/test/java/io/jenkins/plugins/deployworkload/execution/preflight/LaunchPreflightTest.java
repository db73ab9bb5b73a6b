package io.jenkins.plugins.deployworkload.execution.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The refusals of all rollouts of a step, and problems of the checks themselves. */
class LaunchPreflightTest {

    private static final RolloutPolicy NOTHING_ALLOWED = new RolloutPolicy() {
        @Override
        public List<String> refusals(RolloutOptions options, List<HasMetadata> objects) {
            return objects.stream()
                    .map(object -> object.getMetadata().getName() + " is not allowed")
                    .toList();
        }
    };

    private static HasMetadata configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static RolloutRequest request(List<HasMetadata> objects, RolloutPolicy policy) {
        return new RolloutRequest("shop", "web", objects, Duration.ofMinutes(1), RolloutOptions.defaults(), policy);
    }

    @Test
    void countsRefusalsThatItDoesNotShow() throws InterruptedException {
        List<HasMetadata> objects =
                IntStream.range(0, 23).mapToObj(i -> configMap("c" + i)).toList();
        List<String> locations =
                IntStream.range(0, 23).mapToObj(i -> "web.yaml:" + i).toList();
        LaunchPreflight preflight =
                new LaunchPreflight(null, null, false, new ManifestApplication("web", objects, locations), line -> {});

        assertThat(preflight.refusal(List.of(request(objects, NOTHING_ALLOWED))).lines())
                .hasSize(21)
                .startsWith("web.yaml:0: c0 is not allowed")
                .endsWith("3 more fields are not allowed");
    }

    /** Outside of Jenkins, the check of the images fails, because it does not find the configured registries. */
    @Test
    void errorInCheckOfImagesWarnsOnly() throws InterruptedException {
        List<String> log = new ArrayList<>();
        LaunchPreflight preflight = new LaunchPreflight(null, null, false, null, log::add);

        assertThat(preflight.refusal(List.of())).isNull();
        assertThat(log).singleElement().asString().startsWith("  Warning: The images were not checked");
    }
}
