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

/**
 * Reads files that build tools write. The caller opens the file. The path of the file is used only to identify the
 * tool, and to name the file in messages.
 */
public final class ImageFiles {

    private ImageFiles() {}

    /** The tool that writes files of this name; empty if no known tool does. */
    public static Optional<Tool> toolOf(String path) {
        return Tool.ofFile(withForwardSlashes(path));
    }

    /** @param pattern an Ant pattern, or several separated by commas */
    public static Predicate<String> matching(String pattern) {
        FileGlob glob = new FileGlob(pattern);
        return path -> glob.matches(withForwardSlashes(path));
    }

    /**
     * The path of a companion file, which must be read together with the given file; empty if there is none. For
     * example, only {@code jib-image.json} shows whether Jib pushed the image of {@code jib-image.digest}.
     */
    public static Optional<String> companionFile(String path, Tool tool) {
        String name = withForwardSlashes(path);
        int folder = name.lastIndexOf('/') + 1;
        boolean isJib = (tool == null ? toolOf(name).orElse(null) : tool) == Tool.JIB;
        return isJib && !name.substring(folder).equals(JibFile.NAME)
                ? Optional.of(name.substring(0, folder) + JibFile.NAME)
                : Optional.empty();
    }

    /**
     * Reads a file that the user specified, or a file whose tool is known.
     *
     * @param path the relative path, for messages
     * @param tool the tool that wrote the file; {@code null} to derive the tool from the file name. If the tool writes
     *     only to the log, the file is read as a log and its size is not limited
     * @throws UnreadableOutputException if the file does not have the format of the tool, or is larger than 8 MiB
     */
    public static Findings read(String path, InputStream content, Tool tool)
            throws IOException, UnreadableOutputException {
        String name = withForwardSlashes(path);
        Tool writer = tool == null ? toolOf(name).orElse(null) : tool;
        if (writer == null) {
            throw new UnreadableOutputException(Messages._ImageFiles_unknownTool(name));
        }
        FileParser parser = FileParser.of(writer);
        if (parser == null && writer != Tool.DEPLOYED) {
            return readLog(name, content);
        }
        if (parser == null) {
            throw new UnreadableOutputException(Messages._ImageFiles_toolWritesNoFile(name, writer.label()));
        }
        byte[] bytes = content.readNBytes(OutputText.MAX_BYTES + 1);
        if (bytes.length > OutputText.MAX_BYTES) {
            throw new UnreadableOutputException(
                    Messages._ImageFiles_tooLarge(name, String.valueOf(OutputText.MAX_BYTES >> 20)));
        }
        StringWriter text = new StringWriter();
        BomReader.open(new ByteArrayInputStream(bytes)).transferTo(text);
        FindingsCollector found = new FindingsCollector(name);
        parser.parse(new OutputText(name, text.toString(), writer), found);
        return found.findings();
    }

    /** Like {@link #read(String, InputStream, Tool)}, but takes the content as text. */
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

    /**
     * Reads a file that was found by its name. If the file has another format, the findings contain a rejected output.
     */
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
