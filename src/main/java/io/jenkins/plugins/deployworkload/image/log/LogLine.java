package io.jenkins.plugins.deployworkload.image.log;

/**
 * A line of a log.
 *
 * @param text without prefixes and the space around it
 */
record LogLine(String log, long number, String text) {

    /** To name in findings, such as {@code log line 12}. */
    String location() {
        return log + " line " + number;
    }
}
