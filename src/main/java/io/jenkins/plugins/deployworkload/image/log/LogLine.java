package io.jenkins.plugins.deployworkload.image.log;

/**
 * A line of a log.
 *
 * @param text the line without prefixes, stripped
 */
record LogLine(String log, long number, String text) {

    /** The location for findings, such as {@code log line 12}. */
    String location() {
        return log + " line " + number;
    }
}
