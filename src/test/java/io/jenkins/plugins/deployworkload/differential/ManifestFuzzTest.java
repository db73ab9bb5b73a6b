package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Damages manifest files randomly. Each file is read and rendered, or refused with the place of each problem; then an access
 * rule decides about its objects. The CPU time for each file is limited. For a long run, set {@code
 * -Dfuzz.manifests=200000}; {@code -Dfuzz.seed} selects other files.
 */
class ManifestFuzzTest {

    /** CPU time does not depend on the machine's load. A file normally needs only milliseconds. */
    private static final Duration MAX_CPU_TIME = Duration.ofSeconds(10);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Variables VARIABLES = Variables.of(Map.of("VERSION", "1"));

    private int accepted;
    private int refused;
    private Duration slowest = Duration.ZERO;

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
        FileMutator mutator = new FileMutator(originals());
        int files = Integer.getInteger("fuzz.manifests", 300);
        long seed = Long.getLong("fuzz.seed", 1);
        for (int i = 0; i < files; i++) {
            read(mutator.damaged(new Random(seed * 1_000_003 + i)), i);
        }
        System.out.println("manifests " + files + ", accepted " + accepted + ", refused " + refused + ", slowest "
                + slowest.toMillis() + " ms");
        assertThat(accepted).isPositive();
        assertThat(refused).isPositive();
    }

    private void read(String text, int number) {
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            Manifests manifests = ManifestReader.read(List.of(new YamlFile("fuzz.yaml", text)), VARIABLES);
            List<HasMetadata> objects = ManifestRenderer.render(manifests, List.of(), PatchFiles.NONE, "shop");
            ObjectPolicy.check(PolicyRules.DEFAULTS, "shop", objects);
            accepted++;
        } catch (InvalidDescriptionException e) {
            refused++;
            assertThat(e.problems()).as("file %d", number).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.location()).startsWith("fuzz.yaml");
                assertThat(problem.message()).isNotBlank();
            });
        } catch (RuntimeException | StackOverflowError e) {
            fail("file %d: %s%n%s".formatted(number, e, text), e);
        }
        Duration cpuTime = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);
        assertThat(cpuTime).as("file %d", number).isLessThan(MAX_CPU_TIME);
        slowest = cpuTime.compareTo(slowest) > 0 ? cpuTime : slowest;
    }
}
