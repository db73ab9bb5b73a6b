package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.manifest.importing.ManifestImport;
import io.jenkins.plugins.deployworkload.manifest.importing.RoundTrip;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The import of rendered objects gives a description that renders the same objects. */
class ImportRoundTripTest {

    @Test
    void randomWorkloadsComeBack() throws Exception {
        WorkloadGenerator generator = new WorkloadGenerator(Long.getLong("differential.seed", 1));
        for (int i = 0; i < Integer.getInteger("import.cases", 60); i++) {
            Problems problems = new Problems();
            Workload workload = Binder.bind(generator.valid(i), Workload.class, problems);
            // Parts of generated workloads contradict each other in rare cases.
            if (problems.isEmpty()) {
                assertComesBack(workload, "case " + i);
            }
        }
    }

    static List<Path> examples() throws Exception {
        return ExamplesTest.examples().stream()
                .filter(file -> !file.endsWith("shop.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesComeBack(Path example) throws Exception {
        for (Workload workload : YamlReader.read(Files.readString(example), "", Workload.class)) {
            assertComesBack(workload, workload.getName());
        }
    }

    private static void assertComesBack(Workload workload, String name) throws Exception {
        List<JsonNode> objects = new ArrayList<>();
        for (HasMetadata object : WorkloadRenderer.render(workload, "default")) {
            objects.add(Json.MAPPER.valueToTree(object));
        }
        assertThat(RoundTrip.differences(objects, false))
                .as(() -> name + "\n" + imported(objects))
                .isEmpty();
    }

    private static String imported(List<JsonNode> objects) {
        try {
            return RoundTrip.yaml(ManifestImport.of(objects, false));
        } catch (Exception e) {
            return e.getMessage();
        }
    }
}
