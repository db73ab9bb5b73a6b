package io.jenkins.plugins.deployworkload.image.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Reads a generated log; {@code -DdeployWorkload.imageLogMegabytes} sets its size, 20 MB by default. */
@Isolated("measures the memory of the Java process")
class LargeLogTest {

    private static final int MEGABYTES = Integer.getInteger("deployWorkload.imageLogMegabytes", 20);

    @Test
    void memoryIsBoundedForLargeLog() throws Exception {
        GeneratedLog log = new GeneratedLog((long) MEGABYTES << 20);
        long before = usedHeap();
        long start = System.nanoTime();
        ImageLog imageLog = new ImageLog("log");
        byte[] buffer = new byte[64 << 10];
        for (int count = log.read(buffer); count >= 0; count = log.read(buffer)) {
            imageLog.add(buffer, 0, count);
        }
        Findings found = imageLog.finish();
        long millis = (System.nanoTime() - start) / 1_000_000;
        // Measure the heap while imageLog is still reachable, so that the result includes the memory of imageLog.
        long held = usedHeap() - before;
        System.out.println("Log of " + (log.generated >> 20) + " MB read in " + millis + " ms, " + (held >> 10)
                + " KiB held at its end, heap at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        assertThat(imageLog).isNotNull();
        assertThat(held).isLessThan(4 << 20);
        assertThat(found.images())
                .extracting(FoundImage::fullReference)
                .containsExactly("registry.example/shop/web:1@" + Fixtures.A);
    }

    /**
     * The used heap in bytes: the minimum of three measurements, because other threads may create garbage during a
     * measurement.
     */
    private static long usedHeap() {
        return IntStream.range(0, 3)
                .mapToLong(measurement -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .min()
                .orElseThrow();
    }

    /**
     * A generated build log with typical lines. Some lines are long or have escape sequences. The last lines name the
     * image.
     */
    private static final class GeneratedLog extends InputStream {
        private static final String[] LINES = {
            "[INFO] Downloading from central: org/example/some-artifact/1.2.3/some-artifact-1.2.3.jar (45 kB at 1.2 MB/s)\n",
            "[2026-11-24T01:02:03.456Z] #12 4.213 npm warn deprecated inflight@1.0.6: This module is not supported\n",
            "\u001B[8mha:////4AAAAFlmb3Vg==\u001B[0m\u001B[1;34mINFO\u001B[0m  running com.example.SomeTest\n",
            "10%\r20%\r30%\r40%\r50%\r60%\r70%\r80%\r90%\r100%\n",
            "sha256:98ba8b72ab15570960d25cbb9115dd36f18a09bf3656ff5c03950077c2b37a1b extracting 3.2MB / 12MB\n",
            "#9 pushing manifest for registry.example/shop/web:1@sha256:98ba8b72ab15 done\n",
        };

        private final byte[] end = ("The push refers to repository [registry.example/shop/web]\n1: digest: "
                        + Fixtures.A + " size: 1363\n")
                .getBytes(StandardCharsets.UTF_8);
        private final byte[] block;
        private final long size;
        private long generated;
        private int position;

        GeneratedLog(long size) {
            this.size = size;
            String lines = String.join("", LINES).repeat(200) + "x".repeat(100_000) + "\n";
            block = lines.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            byte[] source = generated < size ? block : end;
            if (generated >= size && position >= end.length) {
                return -1;
            }
            int count = Math.min(length, source.length - position);
            System.arraycopy(source, position, bytes, offset, count);
            position += count;
            if (source == block && position == block.length) {
                generated += block.length;
                position = 0;
            }
            return count;
        }
    }
}
