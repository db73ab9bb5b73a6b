package io.jenkins.plugins.deployworkload.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The images that nodes pull. */
class PodImagesTest {

    private static HasMetadata object(String yaml) {
        return Serialization.unmarshal(yaml, HasMetadata.class);
    }

    @Test
    void findsImagesAndNodesOfPods() {
        PodImages pods = PodImages.of(object("""
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {name: c}
                        spec:
                          jobTemplate:
                            spec:
                              template:
                                spec:
                                  nodeSelector: {kubernetes.io/arch: arm64}
                                  affinity: {nodeAffinity: {}}
                                  initContainers: [{name: i, image: "a:1"}]
                                  containers:
                                    - {name: c, image: "b:1"}
                                    - {name: local, image: "c:1", imagePullPolicy: Never}
                        """)).orElseThrow();
        String path = "spec.jobTemplate.spec.template.spec.";
        assertThat(pods)
                .isEqualTo(new PodImages(
                        Map.of(path + "initContainers[i].image", "a:1", path + "containers[c].image", "b:1"),
                        Map.of("kubernetes.io/arch", "arm64"),
                        true));
    }

    @Test
    void otherObjectsHaveNoPods() {
        assertThat(PodImages.of(object("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}")))
                .isEmpty();
    }
}
