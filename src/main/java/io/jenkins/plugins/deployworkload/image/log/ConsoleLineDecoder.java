package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the bytes of a log into lines of plain text, holding no more than one line: colours and other escape sequences, and
 * the notes that Jenkins hides between {@code ESC[8mha:} and {@code ESC[0m}, are left out. What a progress display overwrites
 * with carriage returns is a line each, of the same number. A line is not handed on if it
 * is too long, or holds a sequence that is none or has no end: what is missing of it could be the end of a tag.
 */
final class ConsoleLineDecoder {

    static final int MAX_LINE_BYTES = 64 << 10;

    private static final byte[] CONCEAL = {'8'};
    private static final byte[] NOTE_PREAMBLE = {'h', 'a', ':'};

    /** What may follow ESC alone. Letters of references are not among them. */
    private static final String SINGLE_CHARACTER_ESCAPES = "78=>DEHM\\";

    /** What may end a control sequence without parameters. */
    private static final String PARAMETERLESS_CSI_FINALS = "ABCDEFGHJKm";

    private static final byte ESCAPE = 0x1B;
    private static final byte BELL = 0x07;

    private enum State {
        TEXT,
        ESCAPED,
        /** Between {@code ESC[} and a letter. */
        CSI,
        /** After {@code ESC[8m}: a note, if {@code ha:} comes. */
        CONCEALED,
        CONSOLE_NOTE,
        /** After {@code ESC(}: one more, mostly {@code B}. */
        CHARSET,
        /** Between {@code ESC]} and a bell or {@code ESC\}: titles and links. */
        OSC,
        OSC_ESCAPED
    }

    /** Takes a line without its end. */
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

    ConsoleLineDecoder(LineConsumer sink) {
        this.consumer = sink;
    }

    void add(byte[] bytes, int offset, int count) throws UnreadableOutputException {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            if (state == State.TEXT) {
                int start = at;
                while (at < end && bytes[at] != '\n' && bytes[at] != '\r' && bytes[at] != ESCAPE) {
                    at++;
                }
                append(bytes, start, at - start);
                if (at < end) {
                    lineEndOrEscape(bytes[at++]);
                }
            } else {
                byte next = bytes[at++];
                if (next == '\n' || next == '\r') {
                    // No sequence goes beyond its line: one that was cut off hides nothing of the next.
                    lineEndOrEscape(next);
                } else {
                    escapeSequence(next);
                }
            }
        }
    }

    /** The last line may have no end. */
    void finish() throws UnreadableOutputException {
        // What a note begins with can be text as well, and nothing more comes to tell.
        malformed |= state != State.TEXT && (state != State.CONCEALED || noteMatched > 0);
        flush();
    }

    /** How many lines were too long to be read. */
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
            boolean hides = next == 'm' && Arrays.equals(parameters, 0, parameterCount, CONCEAL, 0, CONCEAL.length);
            noteMatched = 0;
            state = hides ? State.CONCEALED : State.TEXT;
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
            // References are ASCII. What else a line holds need not be text at all.
            consumer.accept(new String(line, 0, length, StandardCharsets.ISO_8859_1), number);
        }
        length = 0;
        tooLong = false;
        malformed = false;
    }
}
