package io.jenkins.plugins.deployworkload.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the bytes of a log into lines of plain text, holding no more than one line: colours and other escape sequences, and
 * the notes that Jenkins hides between {@code ESC[8mha:} and {@code ESC[0m}, are left out. What a progress display overwrites
 * with carriage returns is a line each, of the same number. A line is not handed on if it
 * is too long, or holds a sequence that is none or has no end: what is missing of it could be the end of a tag.
 */
final class LogLines {

    static final int LIMIT = 64 << 10;

    private static final byte[] HIDDEN = {'8'};
    private static final byte[] NOTE = {'h', 'a', ':'};

    /** What may follow ESC alone. Letters of references are not among them. */
    private static final String SHORT = "78=>DEHM\\";

    /** What may end a control sequence without parameters. */
    private static final String BARE = "ABCDEFGHJKm";

    private static final byte ESCAPE = 0x1B;
    private static final byte BELL = 0x07;

    private enum State {
        TEXT,
        ESCAPED,
        /** Between {@code ESC[} and a letter. */
        CONTROL,
        /** After {@code ESC[8m}: a note, if {@code ha:} comes. */
        HIDDEN,
        NOTE,
        /** After {@code ESC(}: one more, mostly {@code B}. */
        CHARSET,
        /** Between {@code ESC]} and a bell or {@code ESC\}: titles and links. */
        COMMAND,
        COMMAND_ESCAPED
    }

    /** Takes a line without its end. */
    @FunctionalInterface
    interface Sink {
        void line(String text, long number) throws UnreadableOutputException;
    }

    private final Sink sink;
    private final byte[] line = new byte[LIMIT];
    private final byte[] parameters = new byte[16];
    private int length;
    private int parameterCount;
    private int noteMatched;
    private boolean tooLong;
    private boolean damaged;
    private long number = 1;
    private long cut;
    private State state = State.TEXT;

    LogLines(Sink sink) {
        this.sink = sink;
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
                    special(bytes[at++]);
                }
            } else {
                byte next = bytes[at++];
                if (next == '\n' || next == '\r') {
                    // No sequence goes beyond its line: one that was cut off hides nothing of the next.
                    special(next);
                } else {
                    sequence(next);
                }
            }
        }
    }

    /** The last line may have no end. */
    void end() throws UnreadableOutputException {
        // What a note begins with can be text as well, and nothing more comes to tell.
        damaged |= state != State.TEXT && (state != State.HIDDEN || noteMatched > 0);
        flush();
    }

    /** How many lines were too long to be read. */
    long cut() {
        return cut;
    }

    private void special(byte next) throws UnreadableOutputException {
        if (next == ESCAPE) {
            state = State.ESCAPED;
            return;
        }
        if (state == State.HIDDEN) {
            append(NOTE, 0, noteMatched);
        }
        damaged |= state != State.HIDDEN && state != State.TEXT;
        flush();
        if (next == '\n') {
            number++;
        }
        state = State.TEXT;
    }

    private void sequence(byte next) {
        switch (state) {
            case ESCAPED -> escaped(next);
            case CONTROL -> control(next);
            case HIDDEN -> hidden(next);
            case NOTE -> state = next == ESCAPE ? State.ESCAPED : State.NOTE;
            case CHARSET -> state = State.TEXT;
            case COMMAND -> state = next == BELL ? State.TEXT : next == ESCAPE ? State.COMMAND_ESCAPED : State.COMMAND;
            case COMMAND_ESCAPED -> state = next == '\\' ? State.TEXT : State.COMMAND;
            case TEXT -> throw new IllegalStateException();
        }
    }

    private void escaped(byte next) {
        parameterCount = 0;
        if (next == '[') {
            state = State.CONTROL;
        } else if (next == ']') {
            state = State.COMMAND;
        } else if (next >= '(' && next <= '+') {
            state = State.CHARSET;
        } else {
            damaged |= SHORT.indexOf(next) < 0;
            state = State.TEXT;
        }
    }

    private void control(byte next) {
        if (next == ESCAPE) {
            damaged = true;
            state = State.ESCAPED;
        } else if (next < ' ' || next == 0x7F) {
            damaged = true;
        } else if (next < '@') {
            if (parameterCount < parameters.length) {
                parameters[parameterCount++] = next;
            }
        } else {
            damaged |= parameterCount == 0 && BARE.indexOf(next) < 0;
            boolean hides = next == 'm' && Arrays.equals(parameters, 0, parameterCount, HIDDEN, 0, HIDDEN.length);
            noteMatched = 0;
            state = hides ? State.HIDDEN : State.TEXT;
        }
    }

    private void hidden(byte next) {
        if (next == NOTE[noteMatched]) {
            noteMatched++;
            state = noteMatched == NOTE.length ? State.NOTE : State.HIDDEN;
        } else {
            append(NOTE, 0, noteMatched);
            if (next == ESCAPE) {
                state = State.ESCAPED;
            } else {
                append(new byte[] {next}, 0, 1);
                state = State.TEXT;
            }
        }
    }

    private void append(byte[] bytes, int offset, int count) {
        if (count > LIMIT - length) {
            tooLong = true;
        } else if (!tooLong) {
            System.arraycopy(bytes, offset, line, length, count);
            length += count;
        }
    }

    private void flush() throws UnreadableOutputException {
        if (tooLong) {
            cut++;
        } else if (length > 0 && !damaged) {
            // References are ASCII. What else a line holds need not be text at all.
            sink.line(new String(line, 0, length, StandardCharsets.ISO_8859_1), number);
        }
        length = 0;
        tooLong = false;
        damaged = false;
    }
}
