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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests outputs in a workspace. The file times are from the agent's clock. */
@Isolated("sets the default locale")
class WorkspaceOutputsTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @TempDir
    private Path workspace;

    private final List<String> notes = new ArrayList<>();

    /** The current time of the agent's clock, to which the ages of files are relative. */
    private final long now = System.currentTimeMillis();

    /** The start of the build, in the time of the agent's clock. */
    private final long buildStart = now - 60_000;

    /** @param skew the time in milliseconds by which the controller's clock is behind the agent's clock */
    @ParameterizedTest
    @ValueSource(longs = {0, 3_600_000, -3_600_000})
    void ignoresFileOlderThanBuild(long skew) throws Exception {
        write("old/image-refs", "registry.example/old:1@" + DIGEST, Duration.ofMinutes(200));
        write("bake.json", bake(), Duration.ofHours(50));
        write("new/image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(30));
        WorkspaceOutputs.ScanResult result = scan(null, null);

        Findings found = result.findings(null, buildStart - skew, result.finishedAt() - skew, notes::add);

        assertThat(found.images())
                .extracting(FoundImage::fullReference)
                .containsExactly("registry.example/new:1@" + DIGEST);
        assertThat(found.rejected())
                .extracting(RejectedOutput::toString)
                .containsExactly(
                        "docker buildx bake, bake.json: written 2 d 1 h before this build started. Specify the file to use it anyway.",
                        "ko, old/image-refs: written 3 h 19 min before this build started. Specify the file to use it anyway.");
        assertThat(notes).isEmpty();
    }

    /**
     * If {@code jib-image.json} is older than the build, other outputs are used. If {@code jib-image.json} is from this
     * build and unreadable, no other output is used, because this file may name the image.
     */
    @Test
    void staleFileDoesNotBlockOtherOutput() throws Exception {
        write("target/jib-image.json", "{}", Duration.ofMinutes(200));
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(30));
        WorkspaceOutputs.ScanResult result = scan(null, null);

        Findings found = result.findings(null, buildStart, result.finishedAt(), notes::add);

        assertThat(ImageChooser.choose(found, ImageQuery.ANY).reference()).isEqualTo("registry.example/new@" + DIGEST);
    }

    @Test
    void toleratesSmallClockDifference() throws Exception {
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(63));
        WorkspaceOutputs.ScanResult result = scan(null, null);

        assertThat(result.findings(null, buildStart, result.finishedAt(), notes::add)
                        .images())
                .hasSize(1);
    }

    @Test
    void slowResponseDoesNotAgeFiles() throws Exception {
        write("image-refs", "registry.example/new:1@" + DIGEST, Duration.ofSeconds(50));
        WorkspaceOutputs.ScanResult result = scan(null, null);

        assertThat(result.findings(null, buildStart, result.finishedAt() + 300_000, notes::add)
                        .images())
                .hasSize(1);
    }

    @Test
    void usesSpecifiedStaleFileAndReportsItsAge() throws Exception {
        write("out/refs", "registry.example/old:1@" + DIGEST, Duration.ofMinutes(200));
        WorkspaceOutputs.ScanResult result = scan("out/*", Tool.KO);

        Findings found = result.findings("out/*", buildStart, result.finishedAt(), notes::add);

        assertThat(found.images())
                .extracting(FoundImage::fullReference)
                .containsExactly("registry.example/old:1@" + DIGEST);
        assertThat(notes)
                .containsExactly("The specified file out/refs was written 3 h 19 min before this build started.");
    }

    @Test
    void failsOnUnreadableSpecifiedFile() throws Exception {
        write("out/refs", "no image", Duration.ZERO);
        WorkspaceOutputs.ScanResult result = scan("out/*", Tool.KO);

        assertThatThrownBy(() -> result.findings("out/*", 0, 0, notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessageContaining("out/refs");
    }

    @Test
    void refusesTooManyOutputs() throws Exception {
        for (int i = 0; i < 1001; i++) {
            write(i + "/image-refs", "registry.example/new:1@" + DIGEST, Duration.ZERO);
        }
        WorkspaceOutputs.ScanResult result = scan(null, null);

        assertThatThrownBy(() -> result.findings(null, 0, result.finishedAt(), notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void stopsWaitingForAgentAtDeadline() {
        CompletableFuture<WorkspaceOutputs.ScanResult> never = new CompletableFuture<>();

        assertThatThrownBy(() -> WorkspaceOutputs.await(never, new ReadDeadline(Duration.ZERO)))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("the agent did not respond within 0 seconds");
        assertThat(never).isCancelled();
    }

    /** The agent may have another locale than the controller. */
    @Test
    void localizesFindingsOnController() throws Exception {
        write("bake-metadata.json", "{", Duration.ZERO);
        write("image-refs", "registry.example/new:1@sha256:123", Duration.ZERO);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            WorkspaceOutputs.ScanResult discovered = serialized(scan(null, null));
            WorkspaceOutputs.ScanResult specified = serialized(scan("image-refs", Tool.PACK));
            Locale.setDefault(Locale.KOREAN);

            assertThat(discovered
                            .findings(null, 0, System.currentTimeMillis(), notes::add)
                            .rejected())
                    .hasSize(2)
                    .extracting(RejectedOutput::toString)
                    .allMatch(message -> message.matches("(?s).*[가-힣].*"));
            assertThatThrownBy(() -> specified.findings("image-refs", 0, 0, notes::add))
                    .hasMessageMatching("(?s).*예상한 내용.*배열.*report.toml.*");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Serializes and deserializes a result, like the connection between agent and controller. */
    private static WorkspaceOutputs.ScanResult serialized(WorkspaceOutputs.ScanResult result) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(result);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (WorkspaceOutputs.ScanResult) in.readObject();
        }
    }

    private WorkspaceOutputs.ScanResult scan(String file, Tool tool) throws IOException {
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

    /** The code on an agent may not be ours, so the controller checks the limits again. */
    @Test
    void refusesMoreThanTheAgentMayReturn() {
        List<String> ids = IntStream.rangeClosed(0, WorkspaceOutputs.MAX_RETURNED)
                .mapToObj(String::valueOf)
                .toList();
        Findings many = new Findings(List.of(), List.of(), List.of(), List.of(), ids, List.of());
        Findings large = new Findings(
                List.of(),
                List.of(),
                List.of(),
                List.of("x".repeat(WorkspaceOutputs.MAX_LENGTH + 1)),
                List.of(),
                List.of());

        assertThatThrownBy(() -> new WorkspaceOutputs.ScanResult(many, null, Map.of(), now)
                        .findings("*", buildStart, now, notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage(
                        "workspace: the agent returned 10001 images, digests and messages; at most 10000 are allowed."
                                + " Specify the path of the output file.");
        assertThatThrownBy(() -> new WorkspaceOutputs.ScanResult(large, null, Map.of(), now)
                        .findings("*", buildStart, now, notes::add))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("workspace: the agent returned a text of 10001 characters; at most 10000 are allowed");
    }
}
