package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.rollout.Outcome;

/** How outcomes are called in the reader's language. */
final class Outcomes {

    private Outcomes() {}

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
}
