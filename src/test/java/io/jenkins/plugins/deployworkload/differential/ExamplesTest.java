package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented examples are taken by the real API server, and what it then has is what was meant. */
@Tag("control-plane")
class ExamplesTest {

    private static ApiServerDryRun server;

    /** Where objects are made, so that dry runs elsewhere do not run into what controllers made of them. */
    private static ApiServerDryRun real;

    @BeforeAll
    static void connect() {
        server = new ApiServerDryRun();
        real = new ApiServerDryRun();
    }

    @AfterAll
    static void disconnect() {
        server.close();
        real.close();
    }

    /** The files under {@code docs/examples}. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("docs/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> files() throws IOException {
        return examples();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isAcceptedByApiServer(Path file) throws Exception {
        assertThat(server.rejections(objects(file, server))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsEveryAppliedField(Path file) throws Exception {
        for (HasMetadata object : objects(file, real)) {
            real.applyForReal(object);
            assertThat(LostFields.between(ApiServerDryRun.json(object), ApiServerDryRun.json(real.read(object))))
                    .as(object.getKind())
                    .isEmpty();
        }
    }

    private static List<HasMetadata> objects(Path file, ApiServerDryRun in) throws Exception {
        List<HasMetadata> objects = new ArrayList<>();
        for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
            objects.addAll(WorkloadRenderer.render(workload, in.namespace()));
        }
        return objects;
    }
}
