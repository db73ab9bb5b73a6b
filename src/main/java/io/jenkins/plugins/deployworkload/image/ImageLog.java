package io.jenkins.plugins.deployworkload.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads a build's log as it comes, in memory that does not grow with it. Several images are several findings; the same name
 * pushed twice is what was pushed last.
 */
public final class ImageLog {

    private final Gathering found;
    private final LogLines lines = new LogLines(this::line);
    private final List<LogReader> readers = List.of(
            new JibLog(),
            new BuildpacksLog(),
            new DockerBuildLog(),
            new DockerPushLog(),
            new BuildKitLog(),
            new KoLog());

    /** @param name how findings call this log: {@code log} becomes {@code log line 12} */
    public ImageLog(String name) {
        found = new Gathering(name);
    }

    /** Reads all of a log; the stream stays open. */
    public static Findings read(InputStream log, String name) throws IOException, UnreadableOutputException {
        ImageLog reader = new ImageLog(name);
        byte[] buffer = new byte[64 << 10];
        for (int count = log.read(buffer); count >= 0; count = log.read(buffer)) {
            reader.add(buffer, 0, count);
        }
        return reader.end();
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
    public Findings end() throws UnreadableOutputException {
        lines.end();
        if (lines.cut() > 0) {
            found.unusable(
                    null,
                    found.output(),
                    Messages._Log_longLines(String.valueOf(lines.cut()), String.valueOf(LogLines.LIMIT >> 10)));
        }
        return found.findings();
    }

    private void line(String line, long number) throws UnreadableOutputException {
        String text = LogPrefix.strip(line);
        if (text.isEmpty()) {
            return;
        }
        LogLine known = new LogLine(found.output(), number, text);
        for (LogReader reader : readers) {
            reader.line(known, found);
        }
    }
}
