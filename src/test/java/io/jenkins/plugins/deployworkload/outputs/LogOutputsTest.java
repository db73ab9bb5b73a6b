package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests outputs in a build log that Jenkins returns in parts. */
class LogOutputsTest {

    private static final String DIGEST = "sha256:" + "1".repeat(64);
    private static final String PUSH =
            "The push refers to repository [registry.example/shop/web]\n1: digest: " + DIGEST + " size: 1363\n";

    private static final int MEGABYTES = Integer.getInteger("deployWorkload.imageLogMegabytes", 20);

    @Test
    void readsChunkedLogOfRunningBuildToItsEnd() throws Exception {
        byte[] log = ("compiling\n".repeat(25_000) + "10%\r".repeat(15_000) + PUSH).getBytes(StandardCharsets.UTF_8);

        assertThat(read(log.length, new ChunkedLog(log))).containsExactly("registry.example/shop/web:1@" + DIGEST);
    }

    @Test
    void doesNotWaitForIncompleteLine() throws Exception {
        byte[] log = (PUSH + "Successfully tag").getBytes(StandardCharsets.UTF_8);

        assertThat(read(log.length, new ChunkedLog(log))).containsExactly("registry.example/shop/web:1@" + DIGEST);
    }

    @Test
    void readsGrowingLogUpToInitialLength() throws Exception {
        byte[] growing = "compiling\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        long[] calls = {0};

        read(150_000, (from, out) -> {
            calls[0]++;
            return new ChunkedLog(growing).write(from % growing.length, out) + from - from % growing.length;
        });

        assertThat(calls[0]).isEqualTo(2);
    }

    @Test
    void readsLargeLogInChunks() throws Exception {
        byte[] block = "[INFO] Downloading from central: org/example/some-artifact/1.2.3/some-artifact-1.2.3.jar\n"
                .repeat(2000)
                .getBytes(StandardCharsets.UTF_8);
        byte[] end = PUSH.getBytes(StandardCharsets.UTF_8);
        long blocks = ((long) MEGABYTES << 20) / block.length * block.length;

        assertThat(read(blocks + end.length, (from, out) -> {
                    byte[] part = from < blocks ? block : end;
                    out.write(part);
                    return from + part.length;
                }))
                .containsExactly("registry.example/shop/web:1@" + DIGEST);
    }

    @Test
    void stopsAtDeadline() {
        byte[] log = PUSH.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(
                        () -> LogOutputs.read(log.length, new ChunkedLog(log), "log", new ReadDeadline(Duration.ZERO)))
                .isInstanceOf(UnresolvedImageException.class)
                .hasMessage("the build outputs could not be read within 0 seconds");
    }

    private static List<String> read(long length, LogOutputs.LogText text) throws Exception {
        Findings found = LogOutputs.read(length, text, "log", new ReadDeadline(Duration.ofMinutes(10)));
        return found.images().stream().map(FoundImage::fullReference).toList();
    }

    /**
     * Returns a log in parts, like Stapler's {@code LargeText}: at most 10,000 lines at a time, without an incomplete
     * last line.
     */
    private record ChunkedLog(byte[] log) implements LogOutputs.LogText {
        @Override
        public long write(long from, OutputStream out) throws IOException {
            int position = (int) from;
            int lines = 0;
            for (int i = position; i < log.length && lines < 10_000; i++) {
                if (log[i] == '\n' || log[i] == '\r') {
                    out.write(log, position, i + 1 - position);
                    position = i + 1;
                    lines++;
                }
            }
            return position;
        }
    }
}
