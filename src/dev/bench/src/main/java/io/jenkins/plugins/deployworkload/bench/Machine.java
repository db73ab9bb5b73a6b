package io.jenkins.plugins.deployworkload.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** Describes the machine for the report, without its host name. */
public final class Machine {

    private final double loadBefore = load();

    /** One line for the report. */
    public String text(String kubernetes) {
        return "%s; %d cores%s, %d GiB of memory, Java %s, Kubernetes %s, %s. Load average before %.1f, after %.1f (including the benchmark itself)."
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        memory() >> 30,
                        Runtime.version().feature() + "." + Runtime.version().interim() + "."
                                + Runtime.version().update(),
                        kubernetes,
                        System.getProperty("os.name"),
                        loadBefore,
                        load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long memory() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
