package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Container logs in the CRI format: time, stream, tag (F: full line) and text. {@code stages/logs.yaml} assigns the
 * logs to containers.
 */
final class ContainerLogs {

    private static final List<String> CURRENT = List.of("Starting", "Reading settings", "Waiting for db:5432");

    private static final List<String> PREVIOUS = List.of(
            "Starting",
            "Connecting to postgres://shop:correct-horse@db:5432/shop",
            "Exception in thread \"main\" java.net.ConnectException: Connection refused",
            "\tat shop.Main.connect(Main.java:42)",
            "\tat shop.Main.main(Main.java:7)");

    private ContainerLogs() {}

    static void write(Path directory) throws IOException {
        write(directory.resolve("now.log"), CURRENT.stream());
        write(directory.resolve("before.log"), PREVIOUS.stream());
        // The whole log of a program that is built for another CPU architecture; the line is from runc.
        write(directory.resolve("foreign.log"), Stream.of("exec /usr/local/bin/serve: exec format error"));
        // This log has more and longer lines than the engine reads.
        write(
                directory.resolve("chatty.log"),
                IntStream.rangeClosed(1, 2_000).mapToObj(number -> "Line " + number + " " + "blah ".repeat(200)));
    }

    private static void write(Path file, Stream<String> lines) throws IOException {
        Iterable<String> entries = lines.map(line -> "2026-01-01T00:00:00.000000000Z stdout F " + line)::iterator;
        Files.write(file, entries);
    }
}
