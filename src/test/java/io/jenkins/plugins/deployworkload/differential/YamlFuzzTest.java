package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damages YAML files randomly. The reader must accept a damaged file, or refuse the file with a message and a location.
 * The CPU time for each file is limited. For a long run, set {@code -Dfuzz.files=200000}; {@code -Dfuzz.seed} selects
 * other files.
 */
class YamlFuzzTest {

    @Test
    void acceptsOrRefusesDamagedFileWithLocation() throws Exception {
        List<String> originals = new ArrayList<>();
        for (Path file : ExamplesTest.examples()) {
            originals.add(Files.readString(file));
        }
        FileFuzz fuzz = new FileFuzz(text -> YamlReader.read(text, FileFuzz.FILE, Workload.class));
        fuzz.run(originals, Integer.getInteger("fuzz.files", 2000));
        assertThat(fuzz.refused()).isPositive();
    }
}
