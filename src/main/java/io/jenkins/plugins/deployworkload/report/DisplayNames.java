package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;

/** How things are called in the reader's language. */
final class DisplayNames {

    private DisplayNames() {}

    static String name(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> Messages.DisplayNames_Outcome_Succeeded();
            case FAILED -> Messages.DisplayNames_Outcome_Failed();
            case TIMED_OUT -> Messages.DisplayNames_Outcome_TimedOut();
            case ABORTED -> Messages.DisplayNames_Outcome_Aborted();
            case SUPERSEDED -> Messages.DisplayNames_Outcome_Superseded();
            case REFUSED -> Messages.DisplayNames_Outcome_Refused();
        };
    }

    static String name(AppliedObject.Operation operation) {
        return switch (operation) {
            case CREATED -> Messages.DisplayNames_Operation_Created();
            case UPDATED -> Messages.DisplayNames_Operation_Changed();
            case UNCHANGED -> Messages.DisplayNames_Operation_Unchanged();
        };
    }

    /** Empty for nothing. */
    static String name(RecoveryOutcome recovery) {
        return switch (recovery) {
            case NONE -> "";
            case ROLLED_BACK -> Messages.DisplayNames_Recovery_RolledBack();
            case REMOVED -> Messages.DisplayNames_Recovery_Removed();
            case FAILED -> Messages.DisplayNames_Recovery_Failed();
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
    static String truncate(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
