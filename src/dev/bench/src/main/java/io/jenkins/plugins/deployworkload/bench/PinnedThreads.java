package io.jenkins.plugins.deployworkload.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records with JDK Flight Recorder where virtual threads block without releasing their carrier thread. In Java 21, this
 * happens inside {@code synchronized}; a later Java pins only in native code and class initializers.
 */
final class PinnedThreads {

    static final Duration THRESHOLD = Duration.ofMillis(20);

    private final Recording recording = new Recording();

    private PinnedThreads() {}

    static PinnedThreads record() {
        PinnedThreads pinned = new PinnedThreads();
        pinned.recording
                .enable("jdk.VirtualThreadPinned")
                .withThreshold(THRESHOLD)
                .withStackTrace();
        pinned.recording.start();
        return pinned;
    }

    /** Returns one line for each event, with its duration and the top of its stack. */
    List<String> stop() {
        try {
            Path file = Files.createTempFile("pinned-", ".jfr");
            try {
                recording.stop();
                recording.dump(file);
                return RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                        .map(PinnedThreads::line)
                        .toList();
            } finally {
                recording.close();
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(RecordedEvent event) {
        String stack = event.getStackTrace() == null
                ? "no stack"
                : event.getStackTrace().getFrames().stream()
                        .filter(frame -> !frame.getMethod().getType().getName().startsWith("java."))
                        .limit(3)
                        .map(frame -> frame.getMethod().getType().getName() + "."
                                + frame.getMethod().getName())
                        .collect(Collectors.joining(" < "));
        return event.getDuration().toMillis() + " ms in " + stack;
    }
}
