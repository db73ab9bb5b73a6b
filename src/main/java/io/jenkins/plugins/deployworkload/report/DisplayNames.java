package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.util.stream.Collectors;

/** Names of outcomes, operations and durations in the reader's language. */
public final class DisplayNames {

    private DisplayNames() {}

    static String name(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> Messages.DisplayNames_outcome_succeeded();
            case FAILED -> Messages.DisplayNames_outcome_failed();
            case TIMED_OUT -> Messages.DisplayNames_outcome_timedOut();
            case ABORTED -> Messages.DisplayNames_outcome_aborted();
            case SUPERSEDED -> Messages.DisplayNames_outcome_superseded();
            case REFUSED -> Messages.DisplayNames_outcome_refused();
        };
    }

    static String name(AppliedObject.Operation operation) {
        return switch (operation) {
            case CREATED -> Messages.DisplayNames_operation_created();
            case UPDATED -> Messages.DisplayNames_operation_updated();
            case UNCHANGED -> Messages.DisplayNames_operation_unchanged();
        };
    }

    /** The name of an operation that a dry run has planned. */
    static String plannedName(DeploymentProgress.Operation operation) {
        return switch (operation) {
            case CREATED -> Messages.DisplayNames_operation_create();
            case UPDATED -> Messages.DisplayNames_operation_update();
            case UNCHANGED -> Messages.DisplayNames_operation_unchanged();
            case DELETED -> Messages.DisplayNames_operation_delete();
        };
    }

    static String name(DeploymentProgress.Operation operation) {
        return operation == DeploymentProgress.Operation.DELETED
                ? Messages.DisplayNames_operation_deleted()
                : name(AppliedObject.Operation.valueOf(operation.name()));
    }

    /** The name of the recovery outcome; empty if there was no recovery. */
    static String name(RecoveryOutcome recovery) {
        return switch (recovery) {
            case NONE -> "";
            case ROLLED_BACK -> Messages.DisplayNames_recovery_rolledBack();
            case REMOVED -> Messages.DisplayNames_recovery_removed();
            case FAILED -> Messages.DisplayNames_recovery_failed();
        };
    }

    /** Formats a duration: below one minute in seconds with one decimal, otherwise in the two largest units. */
    static String duration(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        if (tenths < 600) {
            return Messages.DisplayNames_duration_seconds(tenths / 10 + "." + tenths % 10);
        }
        long seconds = (duration.toMillis() + 500) / 1000;
        return seconds < 3600
                ? Messages.DisplayNames_duration_minutes(seconds / 60, seconds % 60)
                : Messages.DisplayNames_duration_hours(String.valueOf(seconds / 3600), seconds % 3600 / 60);
    }

    /**
     * Indents all lines after the first. Text of the cluster can contain line feeds, and could otherwise look like a line
     * of Jenkins, such as {@code Finished: SUCCESS}.
     */
    static String indent(String text) {
        return text.lines().collect(Collectors.joining("\n      "));
    }

    /** @param length the maximum length in characters */
    public static String truncate(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
