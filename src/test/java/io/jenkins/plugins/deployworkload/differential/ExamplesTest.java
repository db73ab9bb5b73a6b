package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.WorkloadRenderer;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real API server accepts the documented examples and stores all of their fields. */
@Tag("control-plane")
class ExamplesTest {

    private static ApiServerDryRun server;

    /**
     * Creates objects for real, in a separate namespace, so that the created objects do not interfere with the dry
     * runs.
     */
    private static ApiServerDryRun applied;

    @BeforeAll
    static void connect() {
        server = new ApiServerDryRun();
        applied = new ApiServerDryRun();
    }

    @AfterAll
    static void disconnect() {
        server.close();
        applied.close();
    }

    /** The files under {@code docs/examples}. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("docs/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The API server drops the field {@code tolerance} of a HorizontalPodAutoscaler and image volumes before 1.35. */
    private static void assumeServed(Path file) {
        if (Set.of("services.yaml", "volumes.yaml").contains(file.getFileName().toString())) {
            KubernetesVersion.assumeSince(35, "fields of " + file.getFileName());
        }
    }

    static List<Path> files() throws IOException {
        return examples();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isAcceptedByApiServer(Path file) throws Exception {
        assumeServed(file);
        assertThat(server.rejections(objects(file, server))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsEveryAppliedField(Path file) throws Exception {
        assumeServed(file);
        for (HasMetadata object : objects(file, applied)) {
            applied.applyForReal(object);
            assertThat(LostFields.between(ApiServerDryRun.json(object), ApiServerDryRun.json(applied.read(object))))
                    .as(object.getKind())
                    .isEmpty();
        }
    }

    private static List<HasMetadata> objects(Path file, ApiServerDryRun apiServer) throws Exception {
        List<HasMetadata> objects = new ArrayList<>();
        for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
            objects.addAll(WorkloadRenderer.render(workload, apiServer.namespace()));
        }
        return objects;
    }
}
