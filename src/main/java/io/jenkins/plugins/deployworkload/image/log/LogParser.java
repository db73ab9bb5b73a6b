package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Recognises the lines of one tool. A line counts only as a whole: what merely mentions such a line, as the echo of a
 * command does, is none. Keeps no more than what the lines before tell of the next.
 */
interface LogParser {

    /** @throws UnreadableOutputException if the log names more images than anybody builds */
    void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException;
}
