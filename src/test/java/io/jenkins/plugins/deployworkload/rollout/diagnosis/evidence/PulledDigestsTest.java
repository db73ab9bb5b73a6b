package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Digests that nodes report for pulled images. */
class PulledDigestsTest {

    private static final Map<String, String> IMAGES = Map.of("app", "registry.example/shop/web:1.4");
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    @Test
    void returnsDigestThatAllPodsReport() {
        assertThat(PulledDigests.of(
                        List.of(
                                pod("registry.example/shop/web:1.4", "registry.example/shop/web@" + ONE),
                                pod("registry.example/shop/web:1.4", "registry.example/shop/web@" + ONE)),
                        IMAGES))
                .containsExactly(Map.entry("app", ONE));
    }

    @Test
    void omitsDigestWhenNodesDisagree() {
        assertThat(PulledDigests.of(
                        List.of(
                                pod("registry.example/shop/web:1.4", "registry.example/shop/web@" + ONE),
                                pod("registry.example/shop/web:1.4", "registry.example/shop/web@" + TWO)),
                        IMAGES))
                .isEmpty();
    }

    @Test
    void ignoresLocalImageId() {
        assertThat(PulledDigests.of(List.of(pod("registry.example/shop/web:1.4", ONE)), IMAGES))
                .isEmpty();
    }

    @Test
    void ignoresPodsWithAnotherImage() {
        assertThat(PulledDigests.of(
                        List.of(pod("registry.example/shop/web:1.3", "registry.example/shop/web@" + ONE)), IMAGES))
                .isEmpty();
    }

    private static Pod pod(String image, String imageId) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("app")
                .withImageID(imageId)
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
