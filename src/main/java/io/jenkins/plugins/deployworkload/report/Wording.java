package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult.Aftermath;
import java.time.Duration;

/** How things are called in the reader's language. */
final class Wording {

    private Wording() {}

    static String name(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> Messages.Outcome_Succeeded();
            case FAILED -> Messages.Outcome_Failed();
            case TIMED_OUT -> Messages.Outcome_TimedOut();
            case ABORTED -> Messages.Outcome_Aborted();
            case SUPERSEDED -> Messages.Outcome_Superseded();
            case REFUSED -> Messages.Outcome_Refused();
        };
    }

    static String name(RolledObject.Operation operation) {
        return switch (operation) {
            case CREATED -> Messages.Operation_Created();
            case CHANGED -> Messages.Operation_Changed();
            case UNCHANGED -> Messages.Operation_Unchanged();
        };
    }

    /** Empty for nothing. */
    static String name(Aftermath aftermath) {
        return switch (aftermath) {
            case NONE -> "";
            case ROLLED_BACK -> Messages.Aftermath_RolledBack();
            case REMOVED -> Messages.Aftermath_Removed();
            case NOT_UNDONE -> Messages.Aftermath_NotUndone();
        };
    }

    /** To a tenth of a second below a minute, then in the two largest units. */
    static String duration(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        if (tenths < 600) {
            return Messages.Duration_Seconds(tenths / 10 + "." + tenths % 10);
        }
        long seconds = (duration.toMillis() + 500) / 1000;
        return seconds < 3600
                ? Messages.Duration_Minutes(seconds / 60, seconds % 60)
                : Messages.Duration_Hours(String.valueOf(seconds / 3600), seconds % 3600 / 60);
    }

    /** @param length of the longest text that stays as it is, in characters */
    static String shortened(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
