package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads a build's log as it comes, in memory that does not grow with it. Several images are several findings; the same name
 * pushed twice is what was pushed last.
 */
public final class ImageLog {

    private final FindingsCollector collector;
    private final ConsoleLineDecoder lines = new ConsoleLineDecoder(this::parseLine);
    private final List<LogParser> readers = List.of(
            new JibLog(),
            new BuildpacksLog(),
            new DockerBuildLog(),
            new DockerPushLog(),
            new BuildKitLog(),
            new KoLog());

    /** @param name how findings call this log: {@code log} becomes {@code log line 12} */
    public ImageLog(String name) {
        collector = new FindingsCollector(name);
    }

    /** Reads all of a log; the stream stays open. */
    public static Findings read(InputStream log, String name) throws IOException, UnreadableOutputException {
        ImageLog reader = new ImageLog(name);
        byte[] buffer = new byte[64 << 10];
        for (int count = log.read(buffer); count >= 0; count = log.read(buffer)) {
            reader.add(buffer, 0, count);
        }
        return reader.finish();
    }

    /**
     * More of the log, cut anywhere.
     *
     * @throws UnreadableOutputException if it names more images than anybody builds
     */
    public void add(byte[] bytes, int offset, int count) throws UnreadableOutputException {
        lines.add(bytes, offset, count);
    }

    /** What was found in all of it. */
    public Findings finish() throws UnreadableOutputException {
        lines.finish();
        if (lines.skippedLines() > 0) {
            collector.rejected(
                    null,
                    collector.output(),
                    Messages._Log_linesTooLong(
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
        LogLine known = new LogLine(collector.output(), number, text);
        for (LogParser reader : readers) {
            reader.parseLine(known, collector);
        }
    }
}
