package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Recognizes the lines of one tool. A parser matches whole lines only, because other lines may quote a line of the
 * tool, for example the echo of a command. It keeps a bounded state between lines.
 */
interface LogParser {

    /** @throws UnreadableOutputException if the log names more than {@link FindingsCollector#MAX_IMAGES} images */
    void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException;
}
