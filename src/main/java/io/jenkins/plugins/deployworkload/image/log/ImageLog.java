package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads the log of a build as a stream, with bounded memory. If a log pushes the same name twice, the last push counts.
 */
public final class ImageLog {

    private final FindingsCollector collector;
    private final ConsoleLineDecoder lines = new ConsoleLineDecoder(this::parseLine);
    private final List<LogParser> parsers = List.of(
            new JibLog(),
            new BuildpacksLog(),
            new DockerBuildLog(),
            new DockerPushLog(),
            new BuildKitLog(),
            new KoLog());

    /** @param name the log's name in the locations of findings, such as {@code log} in {@code log line 12} */
    public ImageLog(String name) {
        collector = new FindingsCollector(name);
    }

    /** Reads a whole log. The caller closes the stream. */
    public static Findings read(InputStream log, String name) throws IOException, UnreadableOutputException {
        ImageLog imageLog = new ImageLog(name);
        byte[] buffer = new byte[64 << 10];
        for (int count = log.read(buffer); count >= 0; count = log.read(buffer)) {
            imageLog.add(buffer, 0, count);
        }
        return imageLog.finish();
    }

    /**
     * Reads the next part of the log. A part may end within a line.
     *
     * @throws UnreadableOutputException if the log names more than {@link FindingsCollector#MAX_IMAGES} images
     */
    public void add(byte[] bytes, int offset, int count) throws UnreadableOutputException {
        lines.add(bytes, offset, count);
    }

    /** Marks the end of the log, and returns the findings of the whole log. */
    public Findings finish() throws UnreadableOutputException {
        lines.finish();
        if (lines.skippedLines() > 0) {
            collector.rejected(
                    null,
                    collector.output(),
                    Messages._ImageLog_linesTooLong(
                            String.valueOf(lines.skippedLines()),
                            String.valueOf(ConsoleLineDecoder.MAX_LINE_BYTES >> 10)));
        }
        return collector.findings();
    }

    private void parseLine(String line, long number) throws UnreadableOutputException {
        String text = LogPrefix.strip(line);
        if (text.isEmpty()) {
            return;
        }
        LogLine logLine = new LogLine(collector.output(), number, text);
        for (LogParser parser : parsers) {
            parser.parseLine(logLine, collector);
        }
    }
}
