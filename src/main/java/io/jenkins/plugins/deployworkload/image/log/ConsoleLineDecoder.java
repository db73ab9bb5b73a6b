package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits the bytes of a log into lines of plain text, and buffers at most one line. The decoder removes colors and
 * other escape sequences (ECMA-48), and Jenkins' console notes between {@code ESC[8mha:} and {@code ESC[0m}. A carriage
 * return also ends a line, but does not increase the line number, because progress displays overwrite a line with
 * carriage returns. The decoder skips a line that is too long or has an invalid or unfinished sequence, because an
 * image reference in this line might be incomplete.
 *
 * <p>Jenkins' own {@code PlainTextConsoleOutputStream} is not suitable: it does not limit the memory for a line, and it
 * keeps colors. {@code PlainTextConsoleOutputStream} also mishandles invalid console notes, which any build can print.
 * It fails if a note has a negative length, and joins the next line to a note that has no end.
 */
final class ConsoleLineDecoder {

    static final int MAX_LINE_BYTES = 64 << 10;

    private static final byte[] CONCEAL = {'8'};
    private static final byte[] NOTE_PREAMBLE = {'h', 'a', ':'};

    /**
     * Characters that end an escape sequence directly after ESC. Lower-case letters are excluded, because they may be
     * the start of a repository name.
     */
    private static final String SINGLE_CHARACTER_ESCAPES = "78=>DEHM\\";

    /** Characters that may end a control sequence that has no parameters. */
    private static final String PARAMETERLESS_CSI_FINALS = "ABCDEFGHJKm";

    private static final byte ESCAPE = 0x1B;
    private static final byte BELL = 0x07;

    private enum State {
        TEXT,
        ESCAPED,
        /** After {@code ESC[}, until the final character of the control sequence. */
        CSI,
        /** After {@code ESC[8m}. If {@code ha:} follows, a console note begins. */
        CONCEALED,
        CONSOLE_NOTE,
        /** After {@code ESC(}, until the next character, usually {@code B}, which selects a character set. */
        CHARSET,
        /**
         * After {@code ESC]}, until a bell or {@code ESC\}. A sequence after {@code ESC]} contains a window title or a
         * link.
         */
        OSC,
        OSC_ESCAPED
    }

    /** Receives the decoded lines, without line feeds and carriage returns. */
    @FunctionalInterface
    interface LineConsumer {
        void accept(String text, long number) throws UnreadableOutputException;
    }

    private final LineConsumer consumer;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private final byte[] parameters = new byte[16];
    private int length;
    private int parameterCount;
    private int noteMatched;
    private boolean tooLong;
    private boolean malformed;
    private long number = 1;
    private long skippedLines;
    private State state = State.TEXT;

    ConsoleLineDecoder(LineConsumer consumer) {
        this.consumer = consumer;
    }

    void add(byte[] bytes, int offset, int count) throws UnreadableOutputException {
        int end = offset + count;
        int position = offset;
        while (position < end) {
            if (state == State.TEXT) {
                int start = position;
                while (position < end
                        && bytes[position] != '\n'
                        && bytes[position] != '\r'
                        && bytes[position] != ESCAPE) {
                    position++;
                }
                append(bytes, start, position - start);
                if (position < end) {
                    lineEndOrEscape(bytes[position++]);
                }
            } else {
                byte next = bytes[position++];
                if (next == '\n' || next == '\r') {
                    // A line end also ends an unfinished sequence, so that the sequence does not hide the next line.
                    lineEndOrEscape(next);
                } else {
                    escapeSequence(next);
                }
            }
        }
    }

    /** Ends the last line of the log, which may have no line end. */
    void finish() throws UnreadableOutputException {
        // Skip the last line if it ends within a sequence, or within the start of a console note: ESC[8mh or ESC[8mha.
        malformed |= state != State.TEXT && (state != State.CONCEALED || noteMatched > 0);
        flush();
    }

    /** The number of lines that were skipped because they were too long. */
    long skippedLines() {
        return skippedLines;
    }

    private void lineEndOrEscape(byte next) throws UnreadableOutputException {
        if (next == ESCAPE) {
            state = State.ESCAPED;
            return;
        }
        if (state == State.CONCEALED) {
            append(NOTE_PREAMBLE, 0, noteMatched);
        }
        malformed |= state != State.CONCEALED && state != State.TEXT;
        flush();
        if (next == '\n') {
            number++;
        }
        state = State.TEXT;
    }

    private void escapeSequence(byte next) {
        switch (state) {
            case ESCAPED -> escaped(next);
            case CSI -> csi(next);
            case CONCEALED -> concealed(next);
            case CONSOLE_NOTE -> state = next == ESCAPE ? State.ESCAPED : State.CONSOLE_NOTE;
            case CHARSET -> state = State.TEXT;
            case OSC -> state = next == BELL ? State.TEXT : next == ESCAPE ? State.OSC_ESCAPED : State.OSC;
            case OSC_ESCAPED -> state = next == '\\' ? State.TEXT : State.OSC;
            case TEXT -> throw new IllegalStateException();
        }
    }

    private void escaped(byte next) {
        parameterCount = 0;
        if (next == '[') {
            state = State.CSI;
        } else if (next == ']') {
            state = State.OSC;
        } else if (next >= '(' && next <= '+') {
            state = State.CHARSET;
        } else {
            malformed |= SINGLE_CHARACTER_ESCAPES.indexOf(next) < 0;
            state = State.TEXT;
        }
    }

    private void csi(byte next) {
        if (next == ESCAPE) {
            malformed = true;
            state = State.ESCAPED;
        } else if (next < ' ' || next == 0x7F) {
            malformed = true;
        } else if (next < '@') {
            if (parameterCount < parameters.length) {
                parameters[parameterCount++] = next;
            }
        } else {
            malformed |= parameterCount == 0 && PARAMETERLESS_CSI_FINALS.indexOf(next) < 0;
            boolean conceals = next == 'm' && Arrays.equals(parameters, 0, parameterCount, CONCEAL, 0, CONCEAL.length);
            noteMatched = 0;
            state = conceals ? State.CONCEALED : State.TEXT;
        }
    }

    private void concealed(byte next) {
        if (next == NOTE_PREAMBLE[noteMatched]) {
            noteMatched++;
            state = noteMatched == NOTE_PREAMBLE.length ? State.CONSOLE_NOTE : State.CONCEALED;
        } else {
            append(NOTE_PREAMBLE, 0, noteMatched);
            if (next == ESCAPE) {
                state = State.ESCAPED;
            } else {
                append(new byte[] {next}, 0, 1);
                state = State.TEXT;
            }
        }
    }

    private void append(byte[] bytes, int offset, int count) {
        if (count > MAX_LINE_BYTES - length) {
            tooLong = true;
        } else if (!tooLong) {
            System.arraycopy(bytes, offset, line, length, count);
            length += count;
        }
    }

    private void flush() throws UnreadableOutputException {
        if (tooLong) {
            skippedLines++;
        } else if (length > 0 && !malformed) {
            // Image references are ASCII, and the encoding of all other bytes is unknown.
            consumer.accept(new String(line, 0, length, StandardCharsets.ISO_8859_1), number);
        }
        length = 0;
        tooLong = false;
        malformed = false;
    }
}
