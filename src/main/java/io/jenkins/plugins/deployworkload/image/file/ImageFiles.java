package io.jenkins.plugins.deployworkload.image.file;

import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.log.ImageLog;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.RejectedOutput;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the files that build tools write. Paths are only names here: whoever calls opens the file. */
public final class ImageFiles {

    private ImageFiles() {}

    /** The tool that writes files of this name, if the name says so. */
    public static Optional<Tool> toolOf(String path) {
        return Tool.ofFile(withForwardSlashes(path));
    }

    /** Whether paths are among those that a pattern of Ant names, or several patterns with commas between them. */
    public static Predicate<String> matching(String pattern) {
        FileGlob glob = new FileGlob(pattern);
        return path -> glob.matches(withForwardSlashes(path));
    }

    /** The file beside one that was named which is to be read as well: only Jib's JSON tells whether its digest was pushed. */
    public static Optional<String> companionFile(String path, Tool tool) {
        String name = withForwardSlashes(path);
        int folder = name.lastIndexOf('/') + 1;
        boolean isJib = (tool == null ? toolOf(name).orElse(null) : tool) == Tool.JIB;
        return isJib && !name.substring(folder).equals(JibFile.NAME)
                ? Optional.of(name.substring(0, folder) + JibFile.NAME)
                : Optional.empty();
    }

    /**
     * Reads a file that somebody named.
     *
     * @param path relative, as to be shown
     * @param tool that wrote it; {@code null} if its name says so. Of a tool that writes to the log alone it is taken to be such a
     *     log, of any size
     * @throws UnreadableOutputException if the tool does not write such a file
     */
    public static Findings read(String path, InputStream content, Tool tool)
            throws IOException, UnreadableOutputException {
        String name = withForwardSlashes(path);
        Tool writer = tool == null ? toolOf(name).orElse(null) : tool;
        if (writer == null) {
            throw new UnreadableOutputException(Messages._Output_unknown(name));
        }
        if (writer.writesLogOnly()) {
            return readLog(name, content);
        }
        FileParser reader = FileParser.of(writer);
        if (reader == null) {
            throw new UnreadableOutputException(Messages._Output_noFile(name, writer.label()));
        }
        byte[] bytes = content.readNBytes(OutputText.MAX_BYTES + 1);
        if (bytes.length > OutputText.MAX_BYTES) {
            throw new UnreadableOutputException(
                    Messages._Output_size(name, String.valueOf(OutputText.MAX_BYTES >> 20)));
        }
        StringWriter text = new StringWriter();
        BomReader.open(new ByteArrayInputStream(bytes)).transferTo(text);
        FindingsCollector found = new FindingsCollector(name);
        reader.parse(new OutputText(name, text.toString(), writer), found);
        return found.findings();
    }

    /** As {@link #read(String, InputStream, Tool)}, of a text. */
    public static Findings read(String path, String content, Tool tool) throws UnreadableOutputException {
        try {
            return read(path, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), tool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Findings readLog(String name, InputStream content) throws IOException, UnreadableOutputException {
        ImageLog log = new ImageLog(name);
        Reader reader = BomReader.open(content);
        char[] buffer = new char[32 << 10];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            byte[] bytes = new String(buffer, 0, count).getBytes(StandardCharsets.UTF_8);
            log.add(bytes, 0, bytes.length);
        }
        return log.finish();
    }

    /** Reads a file that was found by its name: if it is not what the name promises, the findings say so. */
    public static Findings discover(String path, InputStream content) throws IOException {
        try {
            return read(path, content, null);
        } catch (UnreadableOutputException e) {
            return Findings.NONE.plus(new RejectedOutput(null, withForwardSlashes(path), e.reason()));
        }
    }

    private static String withForwardSlashes(String path) {
        return path.replace('\\', '/');
    }
}
