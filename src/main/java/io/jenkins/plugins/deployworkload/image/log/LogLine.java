package io.jenkins.plugins.deployworkload.image.log;

/**
 * A line of a log.
 *
 * @param text the line without the prefixes of loggers, and without white space at its start and end
 */
record LogLine(String log, long number, String text) {

    /** The location of a finding in this line, such as {@code log line 12}. */
    String location() {
        return log + " line " + number;
    }
}
