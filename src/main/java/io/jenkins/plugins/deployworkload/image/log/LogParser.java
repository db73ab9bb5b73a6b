package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Recognizes the lines of one tool. A parser matches only whole lines, because other lines may quote a line of the
 * tool, for example when a shell prints a command. The state that a parser keeps between lines has a limited size.
 */
interface LogParser {

    /** @throws UnreadableOutputException if the log names more than {@link FindingsCollector#MAX_IMAGES} images */
    void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException;
}
