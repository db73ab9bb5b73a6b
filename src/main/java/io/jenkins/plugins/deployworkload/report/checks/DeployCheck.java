package io.jenkins.plugins.deployworkload.report.checks;

import java.time.Instant;

/**
 * The check of one deploy.
 *
 * @param name identifies the check among those of a commit; in no language, because a required check is set up by its name
 * @param conclusion {@code null} while the deploy runs
 * @param title one line of plain text
 * @param summary Markdown, at most {@link CheckText#MAX_SUMMARY} bytes
 * @param url the page of the deploy; {@code null} if the URL of Jenkins is not configured
 * @param endedAt {@code null} while the deploy runs
 */
public record DeployCheck(
        String name,
        Conclusion conclusion,
        String title,
        String summary,
        String url,
        Instant startedAt,
        Instant endedAt) {

    /** How the deploy ended, in the terms of checks. */
    public enum Conclusion {
        SUCCESS,
        /** Nothing was tested: a dry run, or a deploy that does not wait until the objects are healthy. */
        NEUTRAL,
        FAILURE,
        TIMED_OUT,
        /** The build was aborted, or a newer deploy has replaced this one. */
        CANCELED
    }
}
