package io.jenkins.plugins.deployworkload.image;

/**
 * Recognises the lines of one tool. A line counts only as a whole: what merely mentions such a line, as the echo of a
 * command does, is none. Keeps no more than what the lines before tell of the next.
 */
interface LogReader {

    /** @throws UnreadableOutputException if the log names more images than anybody builds */
    void line(LogLine line, Gathering found) throws UnreadableOutputException;
}
