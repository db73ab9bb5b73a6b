package io.jenkins.plugins.deployworkload.report.checks;

import java.nio.charset.StandardCharsets;

/** Whole lines up to a limit, so that no element of Markdown is cut in two. */
final class BoundedLines {

    private final StringBuilder text = new StringBuilder();
    private int room;
    private boolean isFull;

    /** @param limit in bytes of UTF-8, with the line feeds */
    BoundedLines(int limit) {
        room = limit;
    }

    static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** Adds the line if it fits, and if all lines before it did. */
    void add(String line) {
        isFull |= size(line) > room;
        if (!isFull) {
            room -= size(line);
            text.append(line).append('\n');
        }
    }

    /** Whether a line is left out. */
    boolean isFull() {
        return isFull;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
