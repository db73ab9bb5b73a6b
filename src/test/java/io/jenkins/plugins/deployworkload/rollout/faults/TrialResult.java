package io.jenkins.plugins.deployworkload.rollout.faults;

/**
 * The result of a trial: a verdict on the rollout, with the reason.
 *
 * @param reason an explanation of the verdict
 */
record TrialResult(Verdict verdict, String reason) {

    /** From good to bad. Every result from {@link #GAVE_UP} on is a defect of the engine. */
    enum Verdict {
        /** The rollout ended as it would have ended without the fault. */
        EXPECTED,
        /** The rollout ended in another way, and its message names the fault and the applied objects correctly. */
        REPORTED,
        /**
         * The rollout gave up and reported the fault, although the fault was so brief that the rollout should have
         * continued.
         */
        GAVE_UP,
        /** The rollout reports a healthy workload, but the workload is not healthy. */
        FALSE_SUCCESS,
        /**
         * The rollout falsely reports that the workload is not healthy, or that another client has changed the
         * workload.
         */
        FALSE_FAILURE,
        /** The reason, the reported objects or the stored revisions are wrong. */
        MISREPORTED,
        /** The rollout did not end, or left connections open. */
        HUNG,
        /** The next deploy, without a fault, does not succeed. */
        BLOCKED
    }

    boolean isFault() {
        return verdict.compareTo(Verdict.GAVE_UP) >= 0;
    }

    static TrialResult expected() {
        return new TrialResult(Verdict.EXPECTED, "");
    }
}
