package io.jenkins.plugins.deployworkload.rollout.faults;

/**
 * What is to be thought of how a rollout ended.
 *
 * @param reason for a person who looks into it
 */
record TrialResult(Verdict verdict, String reason) {

    /** From good to bad; everything from {@link #GAVE_UP} on is a fault of the engine. */
    enum Verdict {
        /** It ended as it would have ended without the trouble. */
        EXPECTED,
        /** It did not, and says truly what was in the way and what was applied. */
        REPORTED,
        /** It says truly what was in the way, but that was over soon, and it should have gone on. */
        GAVE_UP,
        /** It says that all is well, and it is not. */
        FALSE_SUCCESS,
        /** It says that the workload does not run, or that somebody else changed it, and that is not so. */
        FALSE_FAILURE,
        /** What it says of the end state, or of the reason, is not so, or the record in the cluster says something else. */
        MISREPORTED,
        /** It did not end, or left connections open. */
        HUNG,
        /** The next deploy, without any trouble, does not get through. */
        BLOCKED
    }

    boolean isFault() {
        return verdict.compareTo(Verdict.GAVE_UP) >= 0;
    }

    static TrialResult expected() {
        return new TrialResult(Verdict.EXPECTED, "");
    }
}
