package io.jenkins.plugins.deployworkload.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobHistoryTest {

    @TempDir
    private Path job;

    private static HistoryEntry entry(int build) {
        return entry(build, List.of("nginx:" + build));
    }

    private static HistoryEntry entry(int build, List<String> images) {
        return new HistoryEntry(
                build,
                1_000_000L + build,
                1234,
                "prod",
                "shop",
                "web",
                Outcome.TIMED_OUT,
                RecoveryOutcome.ROLLED_BACK,
                false,
                true,
                images,
                false);
    }

    private Path file() {
        return job.resolve("deploy-workload-history.jsonl");
    }

    @Test
    void deploysAreKeptNewestFirst() throws IOException {
        JobHistory history = new JobHistory(job);
        assertThat(history.exists()).isFalse();
        assertThat(history.version()).isNull();
        assertThat(history.read()).isEmpty();

        history.add(List.of(entry(1), entry(2)));
        JobHistory.Version before = history.version();
        history.add(List.of(entry(3)));

        assertThat(history.exists()).isTrue();
        assertThat(history.version()).isNotEqualTo(before);
        assertThat(new JobHistory(job).read()).containsExactly(entry(3), entry(2), entry(1));
    }

    @Test
    void deployThatIsRecordedAgainAfterRestartIsShownOnce() throws IOException {
        new JobHistory(job).add(List.of(entry(1)));
        new JobHistory(job).add(List.of(entry(1, List.of("nginx:2"))));

        assertThat(new JobHistory(job).read()).containsExactly(entry(1, List.of("nginx:2")));
    }

    @Test
    void storedLineStaysReadable() throws IOException {
        Files.writeString(file(), """

                {"build":7,"startedAt":1000007,"duration":1234,"cluster":"prod","namespace":"shop","name":"web",\
                "outcome":"TIMED_OUT","recovery":"ROLLED_BACK","detached":true,"images":["nginx:7"],"unknown":1}""");

        assertThat(new JobHistory(job).read()).containsExactly(entry(7));
    }

    @Test
    void fileAndEntriesAreBounded() throws IOException {
        List<String> images = Stream.iterate(1, i -> i + 1)
                .limit(20)
                .map(i -> i + "x".repeat(10_000))
                .toList();
        for (int batch = 0; batch < 30; batch++) {
            int first = batch * 100;
            new JobHistory(job)
                    .add(Stream.iterate(first, i -> i + 1)
                            .limit(100)
                            .map(i -> entry(i, images))
                            .toList());
        }

        assertThat(Files.size(file())).isLessThanOrEqualTo(JobHistory.MAX_FILE_SIZE);
        assertThat(new JobHistory(job).read())
                .hasSizeBetween(200, JobHistory.MAX_ENTRIES)
                .first()
                .satisfies(newest -> {
                    assertThat(newest.build()).isEqualTo(2999);
                    assertThat(newest.images()).hasSize(5);
                });
        try (Stream<Path> files = Files.list(job)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void onlyTheNewestDeploysAreRead() throws IOException {
        new JobHistory(job)
                .add(Stream.iterate(1, i -> i + 1)
                        .limit(1500)
                        .map(JobHistoryTest::entry)
                        .toList());

        assertThat(new JobHistory(job).read()).hasSize(JobHistory.MAX_ENTRIES).startsWith(entry(1500));
    }

    @Test
    void unreadableLinesAreLeftOut() throws IOException {
        new JobHistory(job).add(List.of(entry(1)));
        Files.writeString(file(), "\n{\"build\":2}\nnull\n[]\n{\"build\":", StandardOpenOption.APPEND);
        Files.write(file(), new byte[] {(byte) 0xff, 0}, StandardOpenOption.APPEND);

        new JobHistory(job).add(List.of(entry(3)));

        assertThat(new JobHistory(job).read()).containsExactly(entry(3), entry(1));
    }

    @Test
    void hugeFileIsNotRead() throws IOException {
        Files.writeString(file(), "x".repeat(20 << 20));

        assertThat(new JobHistory(job).read()).isEmpty();
    }

    @Test
    void fileThatCannotBeReadIsNotReplaced() throws IOException {
        // Larger than a history can be, and so not read.
        Files.writeString(file(), "x".repeat(9 << 20));
        JobHistory history = new JobHistory(job);

        assertThatIOException().isThrownBy(() -> history.add(List.of(entry(1))));

        assertThat(Files.size(file())).isGreaterThan(9 << 20);
        assertThatIOException().isThrownBy(history::readOrThrow);
    }

    @Test
    void onlyFieldsAreStored() throws IOException {
        new JobHistory(job).add(List.of(entry(1)));

        assertThat(Files.readString(file()))
                .contains("\"outcome\"")
                .doesNotContain("healthy", "judged", "failure", "gone", "removal");
    }

    @Test
    void missingImagesAreLeftOut() {
        assertThat(entry(1, Collections.singletonList(null)).images()).isEmpty();
        assertThat(entry(1, null).images()).isEmpty();
    }
}
