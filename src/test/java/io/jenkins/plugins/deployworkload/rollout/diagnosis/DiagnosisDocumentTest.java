package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the tables in docs/diagnosis.md with the detectors and grace periods. */
class DiagnosisDocumentTest {

    /** Matches a table row: the signal is in the first column, the grace period in the last column. */
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*\\| ([^|]+) \\|");

    private static final Pattern TIME = Pattern.compile("(\\d+) (s|min)\\b.*");

    private static Path document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/diagnosis.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/diagnosis.md");
    }

    @Test
    void tableListsEverySignalWithItsGracePeriod() throws IOException {
        Map<String, Optional<Duration>> documented = Files.readAllLines(document()).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(1), row -> gracePeriod(row.group(2))));
        Map<String, Optional<Duration>> actual =
                Detectors.signals().stream().collect(Collectors.toMap(name -> name, GracePeriods.standard()::of));
        assertThat(documented).isEqualTo(actual);
    }

    private static Optional<Duration> gracePeriod(String text) {
        if (text.startsWith("never")) {
            return Optional.empty();
        }
        if (text.startsWith("at once")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher time = TIME.matcher(text);
        assertThat(time.matches()).as(text).isTrue();
        long number = Long.parseLong(time.group(1));
        return Optional.of(time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number));
    }
}
