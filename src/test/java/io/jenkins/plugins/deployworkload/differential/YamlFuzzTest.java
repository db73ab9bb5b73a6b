package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damages YAML files randomly. The reader must accept a damaged file, or refuse the file with a message and a location.
 * The CPU time for each file is limited. For a long run, set {@code -Dfuzz.files=200000}; {@code -Dfuzz.seed} selects
 * other files.
 */
class YamlFuzzTest {

    /**
     * Maximum CPU time of this thread for one file. CPU time does not depend on the machine's load. A file normally
     * needs only milliseconds.
     */
    private static final Duration MAX_CPU_TIME = Duration.ofSeconds(10);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private int accepted;
    private int refused;
    private Duration slowest = Duration.ZERO;

    @Test
    void acceptsOrRefusesDamagedFileWithLocation() throws Exception {
        List<String> originals = new ArrayList<>();
        for (Path file : ExamplesTest.examples()) {
            originals.add(Files.readString(file));
        }
        FileMutator mutator = new FileMutator(originals);
        int files = Integer.getInteger("fuzz.files", 2000);
        long seed = Long.getLong("fuzz.seed", 1);
        for (int i = 0; i < files; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            read(mutator.damaged(random), i);
        }
        System.out.println("files " + files + ", accepted " + accepted + ", refused " + refused + ", slowest "
                + slowest.toMillis() + " ms");
        assertThat(refused).isPositive();
    }

    private void read(String text, int number) {
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            YamlReader.read(text, "fuzz.yaml", Workload.class);
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
