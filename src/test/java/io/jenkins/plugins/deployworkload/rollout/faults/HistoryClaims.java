package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a rollout tells about its revision history. */
final class HistoryClaims {

    /** Matches the reasons that a rollout states if another client has changed its history. */
    private static final Pattern TAMPERING =
            Pattern.compile("ConfigMap deploy-workload-\\S+ (was|or its content was|is missing|contains no)[^.]*|"
                    + "stored objects of revision[^.]*|history of this workload was deleted");

    /** Matches the sentences that tell a user that this deploy deletes nothing. */
    private static final Pattern NOT_PRUNED =
            Pattern.compile("prune are not possible|does not prune|Nothing was pruned");

    private HistoryClaims() {}

    static boolean saysNotPruned(String message) {
        return NOT_PRUNED.matcher(message).find();
    }

    /**
     * Finds a reported change of the history that did not happen.
     *
     * @param truthfulReason matches the changes that may have happened
     */
    static Optional<TrialResult> findFalse(String text, Pattern truthfulReason) {
        return TAMPERING
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(claim -> !truthfulReason.matcher(claim).find())
                .findFirst()
                .map(claim -> new TrialResult(Verdict.MISREPORTED, "did not happen: " + claim));
    }
}
