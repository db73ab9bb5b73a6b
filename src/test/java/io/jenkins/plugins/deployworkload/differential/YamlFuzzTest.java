package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
    private static final Pattern TOKEN = Pattern.compile("[\\w./%-]+|[^\\w\\s]");
    private static final List<String> EDGES = List.of(
            "&a",
            "*a",
            "!!str",
            "!x",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "- ",
            "? ",
            "|",
            ">",
            "\"",
            "'",
            "#",
            "---",
            "...",
            "%YAML 1.2",
            "~",
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775808",
            "1e999999999",
            "1e99",
            ".inf",
            ".nan",
            "0x7f",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ud800",
            "😀",
            "\t",
            "<<: *a",
            "\"\\ud800\"",
            "\"\\x00\"",
            "@",
            "`",
            "$",
            "..",
            "/",
            "''",
            "\"\"",
            "0000",
            "1Ei",
            "5%",
            "-",
            "!!binary x",
            "&a [*a]",
            "{a: b",
            "key: [");

    private final List<String> originals = new ArrayList<>();
    private int accepted;
    private int refused;
    private Duration slowest = Duration.ZERO;

    @Test
    void acceptsOrRefusesDamagedFileWithLocation() throws Exception {
        for (Path file : ExamplesTest.examples()) {
            originals.add(Files.readString(file));
        }
        int files = Integer.getInteger("fuzz.files", 2000);
        long seed = Long.getLong("fuzz.seed", 1);
        for (int i = 0; i < files; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            String text = originals.get(random.nextInt(originals.size()));
            for (int times = random.nextInt(4); times >= 0; times--) {
                text = mutate(text, random);
            }
            read(text, i);
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

    private String mutate(String text, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> bytes(text, random);
            case 1 -> lines(text, random);
            default -> tokens(text, random);
        };
    }

    private static String bytes(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(Math.max(1, lines.size()));
        if (lines.isEmpty()) {
            return edge(random);
        }
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> lines.set(at, " ".repeat(random.nextInt(5)) + lines.get(at));
            case 3 -> lines.set(at, lines.get(at).strip());
            case 4 -> {
                List<String> other =
                        originals.get(random.nextInt(originals.size())).lines().toList();
                lines.add(at, other.get(random.nextInt(other.size())));
            }
            default -> lines.add(at, edge(random));
        }
        return String.join("\n", lines);
    }

    private static String tokens(String text, Random random) {
        List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
        if (tokens.isEmpty()) {
            return edge(random);
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        String other = random.nextBoolean()
                ? edge(random)
                : tokens.get(random.nextInt(tokens.size())).group();
        String kept = random.nextInt(4) == 0 ? token.group() : "";
        return text.substring(0, token.start()) + kept + other + text.substring(token.end());
    }

    private static String edge(Random random) {
        return EDGES.get(random.nextInt(EDGES.size()));
    }
}
