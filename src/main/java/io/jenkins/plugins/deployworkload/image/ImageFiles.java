package io.jenkins.plugins.deployworkload.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the files that build tools write. Paths are only names here: whoever calls opens the file. */
public final class ImageFiles {

    private ImageFiles() {}

    /** Ant patterns of all files that are found by themselves. */
    public static List<String> globs() {
        return Arrays.stream(Tool.values())
                .flatMap(tool -> tool.globs().stream())
                .distinct()
                .toList();
    }

    /** The tool that writes files of this name, if the name says so. */
    public static Optional<Tool> toolOf(String path) {
        return Tool.ofFile(slashed(path));
    }

    /** Whether a path is among those that a pattern names: {@code *} stands for a part of a name, {@code **}{@code /} for folders. */
    public static boolean matches(String pattern, String path) {
        return new FileGlob(pattern).matches(slashed(path));
    }

    /**
     * Reads a file that somebody named.
     *
     * @param path relative, as to be shown
     * @param tool that wrote it; {@code null} if its name says so
     * @throws UnreadableOutputException if the tool does not write such a file
     */
    public static Findings read(String path, InputStream content, Tool tool)
            throws IOException, UnreadableOutputException {
        byte[] bytes = content.readNBytes(OutputText.LIMIT + 1);
        if (bytes.length > OutputText.LIMIT) {
            throw new UnreadableOutputException(
                    Messages.Output_size(slashed(path), String.valueOf(OutputText.LIMIT >> 20)));
        }
        return read(path, new String(bytes, StandardCharsets.UTF_8), tool);
    }

    /** As {@link #read(String, InputStream, Tool)}, of a text. */
    public static Findings read(String path, String content, Tool tool) throws UnreadableOutputException {
        String name = slashed(path);
        if (content.length() > OutputText.LIMIT) {
            throw new UnreadableOutputException(Messages.Output_size(name, String.valueOf(OutputText.LIMIT >> 20)));
        }
        Tool writer = tool == null ? toolOf(name).orElse(null) : tool;
        FileReader reader = writer == null ? null : FileReader.of(writer);
        if (writer == null) {
            throw new UnreadableOutputException(Messages.Output_unknown(name));
        }
        if (reader == null) {
            throw new UnreadableOutputException(Messages.Output_logOnly(name, writer.label()));
        }
        Gathering found = new Gathering(name);
        reader.read(new OutputText(name, withoutMark(content), writer), found);
        return found.findings();
    }

    /** Reads a file that was found by its name: if it is not what the name promises, the findings say so. */
    public static Findings discover(String path, InputStream content) throws IOException {
        try {
            return read(path, content, null);
        } catch (UnreadableOutputException e) {
            return Findings.NONE.plus(new Unusable(null, slashed(path), e.getMessage()));
        }
    }

    private static String slashed(String path) {
        return path.replace('\\', '/');
    }

    /** Windows' shells begin files with a byte order mark. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
