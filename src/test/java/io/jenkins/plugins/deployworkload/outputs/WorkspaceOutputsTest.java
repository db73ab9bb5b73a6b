package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.search.ImageChooser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceOutputsTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @TempDir
    private Path workspace;

    private final List<String> notes = new ArrayList<>();

    /** To which the ages of files are, and a minute before which the build began; by the agent's clock, as both. */
    private final long now = System.currentTimeMillis();

    private final long began = now - 60_000;

    /** The agent's clock is here the one of this machine; the controller's differs by so many milliseconds. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3_600_000, -3_600_000})
    void ignoresFileOlderThanBuild(long skew) throws Exception {
        write("old/image-refs", "registry.example/old:1@" + DIGEST, Duration.ofMinutes(200));
        write("bake.json", bake(), Duration.ofHours(50));
        write("new/image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(30));
        WorkspaceOutputs.ScanResult answer = reading(null, null);

        Findings found = answer.findings(null, began - skew, answer.finishedAt() - skew, notes::add);

        assertThat(found.images())
                .extracting(FoundImage::fullReference)
                .containsExactly("registry.example/new:1@" + DIGEST);
        assertThat(found.rejected())
                .extracting(RejectedOutput::toString)
                .containsExactly(
                        "docker buildx bake, bake.json: written 2 d 1 h before this build began; name the file if it counts.",
                        "ko, old/image-refs: written 3 h 19 min before this build began; name the file if it counts.");
        assertThat(notes).isEmpty();
    }

    /** Unlike one that cannot be read, which may be the very image. */
    @Test
    void staleFileDoesNotBlockOtherOutput() throws Exception {
        write("target/jib-image.json", "{}", Duration.ofMinutes(200));
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(30));
        WorkspaceOutputs.ScanResult answer = reading(null, null);

        Findings found = answer.findings(null, began, answer.finishedAt(), notes::add);

        assertThat(ImageChooser.choose(found, ImageQuery.ANY).reference()).isEqualTo("registry.example/new@" + DIGEST);
    }

    @Test
    void toleratesSmallClockDifference() throws Exception {
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(63));
        WorkspaceOutputs.ScanResult answer = reading(null, null);

        assertThat(answer.findings(null, began, answer.finishedAt(), notes::add).images())
                .hasSize(1);
    }

    @Test
    void slowResponseDoesNotAgeFiles() throws Exception {
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(50));
        WorkspaceOutputs.ScanResult answer = reading(null, null);

        assertThat(answer.findings(null, began, answer.finishedAt() + 300_000, notes::add)
                        .images())
                .hasSize(1);
    }

    @Test
    void usesNamedStaleFileAndReportsItsAge() throws Exception {
        write("out/refs", "registry.example/old:1@" + DIGEST, Duration.ofMinutes(200));
        WorkspaceOutputs.ScanResult answer = reading("out/*", Tool.KO);

        Findings found = answer.findings("out/*", began, answer.finishedAt(), notes::add);

        assertThat(found.images())
                .extracting(FoundImage::fullReference)
                .containsExactly("registry.example/old:1@" + DIGEST);
        assertThat(notes).containsExactly("out/refs, which was named, was written 3 h 19 min before this build began");
    }

    @Test
    void failsOnUnreadableNamedFile() throws Exception {
        write("out/refs", "no image", Duration.ZERO);
        WorkspaceOutputs.ScanResult answer = reading("out/*", Tool.KO);

        assertThatThrownBy(() -> answer.findings("out/*", 0, 0, notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessageContaining("out/refs");
    }

    @Test
    void refusesTooManyOutputs() throws Exception {
        for (int i = 0; i < 1001; i++) {
            write(i + "/image-refs", "registry.example/new:1@" + DIGEST, Duration.ZERO);
        }
        WorkspaceOutputs.ScanResult answer = reading(null, null);

        assertThatThrownBy(() -> answer.findings(null, 0, answer.finishedAt(), notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void stopsWaitingForAgentAtDeadline() {
        CompletableFuture<WorkspaceOutputs.ScanResult> never = new CompletableFuture<>();

        assertThatThrownBy(() -> WorkspaceOutputs.await(never, new ReadDeadline(Duration.ZERO)))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("the agent did not answer within 0 seconds");
        assertThat(never).isCancelled();
    }

    /** Jenkins' agents need not speak the language of who reads. */
    @Test
    void localizesFindingsOnController() throws Exception {
        write("bake-metadata.json", "{", Duration.ZERO);
        write("image-refs", "registry.example/new:1@sha256:123", Duration.ZERO);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            WorkspaceOutputs.ScanResult found = sent(reading(null, null));
            WorkspaceOutputs.ScanResult named = sent(reading("image-refs", Tool.PACK));
            Locale.setDefault(Locale.KOREAN);

            assertThat(found.findings(null, 0, System.currentTimeMillis(), notes::add)
                            .rejected())
                    .hasSize(2)
                    .extracting(RejectedOutput::toString)
                    .allMatch(sentence -> sentence.matches("(?s).*[가-힣].*"));
            assertThatThrownBy(() -> named.findings("image-refs", 0, 0, notes::add))
                    .hasMessageMatching("(?s).*허용되는 내용.*목록.*report.toml.*");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** As from one process to another. */
    private static WorkspaceOutputs.ScanResult sent(WorkspaceOutputs.ScanResult answer) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(answer);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (WorkspaceOutputs.ScanResult) in.readObject();
        }
    }

    private WorkspaceOutputs.ScanResult reading(String file, Tool tool) throws IOException {
        return new WorkspaceOutputs.WorkspaceScan(file, tool).invoke(workspace.toFile(), null);
    }

    private void write(String path, String text, Duration age) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(now - age.toMillis()));
    }

    private static String bake() {
        return """
            {"web": {"containerimage.digest": "%s", "image.name": "registry.example/old:2"}}
            """.formatted(DIGEST);
    }
}
