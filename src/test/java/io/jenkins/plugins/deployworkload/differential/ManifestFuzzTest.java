package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.file.Manifests;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.policy.PolicyRules;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damages manifest files randomly. Each file is read and rendered, or refused with the place of each problem; then an access
 * rule decides about its objects. The CPU time for each file is limited. For a long run, set {@code
 * -Dfuzz.manifests=200000}; {@code -Dfuzz.seed} selects other files.
 */
class ManifestFuzzTest {

    private static final Variables VARIABLES = Variables.of(Map.of("VERSION", "1"));

    private static List<String> originals() throws IOException {
        Path resources = ProjectRoot.path().resolve("src/test/resources/io/jenkins/plugins/deployworkload");
        List<String> originals = new ArrayList<>();
        try (Stream<Path> files = Files.walk(resources.resolve("applications"))) {
            for (Path file : files.filter(path -> path.endsWith("application.yaml"))
                    .sorted()
                    .toList()) {
                originals.add(Files.readString(file).replace("NAMESPACE", "shop"));
            }
        }
        originals.add(Files.readString(resources.resolve("manifest/patch/originals.yaml")));
        return originals;
    }

    @Test
    void damagedManifestsAreRenderedOrRefusedWithTheirPlace() throws Exception {
        FileFuzz fuzz = new FileFuzz(ManifestFuzzTest::read);
        fuzz.run(originals(), Integer.getInteger("fuzz.manifests", 300));
        assertThat(fuzz.accepted()).isPositive();
        assertThat(fuzz.refused()).isPositive();
    }

    private static void read(String text) throws InvalidDescriptionException {
        Manifests manifests = ManifestReader.read(List.of(new YamlFile(FileFuzz.FILE, text)), VARIABLES);
        List<HasMetadata> objects = ManifestRenderer.render(manifests, List.of(), PatchFiles.NONE, "shop");
        ObjectPolicy.check(PolicyRules.DEFAULTS, "shop", objects);
    }
}
