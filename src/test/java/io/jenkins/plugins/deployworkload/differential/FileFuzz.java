package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Reads randomly damaged files. A reader must accept a file, or refuse it with a message and a location, within a limit of CPU
 * time. {@code -Dfuzz.seed} selects other files.
 */
final class FileFuzz {

    /** The name that the locations of problems begin with. */
    static final String FILE = "fuzz.yaml";

    /**
     * Maximum CPU time of this thread for one file. CPU time does not depend on the machine's load. A file normally
     * needs only milliseconds.
     */
    private static final Duration MAX_CPU_TIME = Duration.ofSeconds(10);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Reads a file with the name {@link #FILE}. */
    interface Reader {
        void read(String text) throws InvalidDescriptionException;
    }

    private final Reader reader;
    private int accepted;
    private int refused;
    private Duration slowest = Duration.ZERO;

    FileFuzz(Reader reader) {
        this.reader = reader;
    }

    /** Damages the originals and reads the result, this many times. */
    void run(List<String> originals, int files) {
        FileMutator mutator = new FileMutator(originals);
        long seed = Long.getLong("fuzz.seed", 1);
        for (int i = 0; i < files; i++) {
            read(mutator.damaged(new Random(seed * 1_000_003 + i)), i);
        }
        System.out.println("files " + files + ", accepted " + accepted + ", refused " + refused + ", slowest "
                + slowest.toMillis() + " ms");
    }

    int accepted() {
        return accepted;
    }

    int refused() {
        return refused;
    }

    private void read(String text, int number) {
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            reader.read(text);
            accepted++;
        } catch (InvalidDescriptionException e) {
            refused++;
            assertThat(e.problems()).as("file %d", number).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.location()).startsWith(FILE);
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
