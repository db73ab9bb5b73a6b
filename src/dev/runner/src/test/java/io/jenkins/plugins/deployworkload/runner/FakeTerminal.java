package io.jenkins.plugins.deployworkload.runner;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Emulates the parts of a terminal that {@link LiveLines} uses, and keeps the visible text. Throws an exception on an
 * unknown escape sequence, and if the cursor would move above the screen. A real terminal would stop the cursor at the
 * top, and the wrong lines would be overwritten.
 */
final class FakeTerminal extends Writer {

    private final int width;
    private final int height;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private final StringBuilder escape = new StringBuilder();
    private boolean wraps = true;
    private boolean escaping;
    private int row;
    private int column;
    private boolean coloured;

    FakeTerminal(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** All lines, including the lines that have scrolled out of the screen, without empty lines at the end. */
    List<String> text() {
        List<String> text =
                new ArrayList<>(lines.stream().map(StringBuilder::toString).toList());
        while (!text.isEmpty() && text.getLast().isEmpty()) {
            text.removeLast();
        }
        return text;
    }

    boolean wasColoured() {
        return coloured;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            accept(buffer[i]);
        }
    }

    private void accept(char c) {
        if (escaping) {
            escape.append(c);
            if (Character.isLetter(c)) {
                escaping = false;
                command(escape.toString());
                escape.setLength(0);
            }
        } else if (c == '\u001B') {
            escaping = true;
        } else if (c == '\n') {
            moveDown();
            column = 0;
        } else if (c == '\r') {
            column = 0;
        } else if (Character.isISOControl(c)) {
            throw new IllegalArgumentException("control character " + (int) c);
        } else {
            put(c);
        }
    }

    private void put(char c) {
        if (column == width) {
            if (wraps) {
                moveDown();
                column = 0;
            } else {
                column--;
            }
        }
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }

    private void moveDown() {
        row++;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
    }

    private void command(String text) {
        if (text.endsWith("A")) {
            row -= Integer.parseInt(text.substring(1, text.length() - 1));
            if (row < Math.max(0, lines.size() - height)) {
                throw new IllegalStateException("the cursor moved above the screen");
            }
        } else if (text.equals("[J")) {
            lines.get(row).setLength(Math.min(column, lines.get(row).length()));
            lines.subList(row + 1, lines.size()).clear();
        } else if (text.equals("[?7l") || text.equals("[?7h")) {
            wraps = text.endsWith("h");
        } else if (text.matches("\\[\\d+m")) {
            coloured = true;
        } else {
            throw new IllegalArgumentException("unknown escape sequence: " + text);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
